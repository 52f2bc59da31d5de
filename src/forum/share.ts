import type { ShareView } from './forum.views.ts'

/** Where an address and a title can be handed to, each by a plain link of its own. */
const sites: readonly { name: string; link: (of: { address: string; title: string }) => string }[] = [
  {
    name: 'Mastodon',
    link: ({ address, title }) => `https://share.joinmastodon.org/#${query({ text: `${title} ${address}` })}`,
  },
  { name: 'Facebook', link: ({ address }) => `https://www.facebook.com/sharer/sharer.php?${query({ u: address })}` },
  { name: 'X', link: ({ address, title }) => `https://x.com/intent/post?${query({ url: address, text: title })}` },
]

/** Links that share a public address. */
export function shareLinks(of: { address: string; title: string }): ShareView {
  const { address, title } = of
  return {
    address,
    title,
    mail: `mailto:?${query({ subject: title, body: address })}`,
    sites: sites.map(({ name, link }) => ({ name, address: link(of) })),
  }
}

/** Spaces as %20: mail programs take a plus as it stands. */
function query(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString().replaceAll('+', '%20')
}
