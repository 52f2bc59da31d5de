import type { ForumDeps } from '../deps.ts'

type Site = Pick<ForumDeps, 'link' | 'siteOrigin'>

/** The address of a post that stays, as a quote names it. */
export const quotedPath = ({ link }: Site, postId: string): string => link(`/posts/${postId}`)

/** The id of the post that an address names: whole, or below the site's origin. */
export function postIdIn({ link, siteOrigin }: Site, address: string): string | undefined {
  const start = link('/posts/')
  const path = address.startsWith(siteOrigin) ? address.slice(siteOrigin.length) : address
  const id = path.startsWith(start) ? path.slice(start.length) : ''
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(id) ? id : undefined
}
