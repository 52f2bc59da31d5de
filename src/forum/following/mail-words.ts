import { excerpt, ownWords } from '../../content/index.ts'
import { serviceMail, type MailKind, type OutgoingMail } from '../../mail/index.ts'
import { postPath, topicPath } from '../addresses.ts'
import type { ForumDeps } from '../deps.ts'
import type { PostInPlace } from '../place.ts'
import { seenPost, seenTopic } from '../sight.ts'
import { mailKinds, type FollowKind } from './following.words.ts'
import type { Reached } from './reached.ts'

const notification = { category: 'notification', default: 'on' } as const

/** Every kind of mail that this area sends, as the page of preferences explains it. */
export const followingMailKinds: readonly MailKind[] = [
  {
    kind: mailKinds.posts,
    ...notification,
    titleKey: 'following:mailKind.posts',
    textKey: 'following:mailKind.postsText',
  },
  {
    kind: mailKinds.digest,
    ...notification,
    titleKey: 'following:mailKind.digest',
    textKey: 'following:mailKind.digestText',
  },
  {
    kind: mailKinds.mention,
    ...notification,
    titleKey: 'following:mailKind.mention',
    textKey: 'following:mailKind.mentionText',
  },
  {
    kind: mailKinds.solution,
    ...notification,
    titleKey: 'following:mailKind.solution',
    textKey: 'following:mailKind.solutionText',
  },
  { kind: mailKinds.ask, ...notification, titleKey: 'following:mailKind.ask', textKey: 'following:mailKind.askText' },
  serviceMail(mailKinds.confirm, 'following:mailKind.confirm', 'following:mailKind.confirmText'),
]

/** Why somebody is told of a post. */
export type Reason = FollowKind | 'mention' | 'accepted' | 'solved'

export type Words = Pick<OutgoingMail, 'subject' | 'preview' | 'blocks' | 'footer' | 'links'>

const longestExcerpt = 700
const longestLine = 160

/** What a mail about one post says: who wrote, how it begins, one way on, and why it came. */
export async function postWords(
  deps: ForumDeps,
  place: PostInPlace,
  { locale, followsPath, reason }: Pick<Reached, 'locale' | 'followsPath'> & { reason: Reason },
): Promise<Words> {
  const say = deps.messages.translator(locale)
  const { post, topic } = { post: seenPost(place.post), topic: seenTopic(place.topic) }
  const by = await nameOf(deps, post.authorId, say('forum:nobody'))
  const text = beginningOf(post.source, longestExcerpt)
  const { title } = topic
  return {
    subject: post.isOpening ? title : say('following:mail.re', { title }),
    preview: beginningOf(post.source, longestLine),
    blocks: [
      { kind: 'text', text: say(introKeys[introOf(reason, post.isOpening)], { name: by, title }) },
      ...(text === '' ? [] : [{ kind: 'quote' as const, text }]),
      { kind: 'action', label: say('following:mail.read'), address: deps.fullAddress(postPath(topic, post._id)) },
    ],
    footer: say(reasonKeys[reason], { category: place.category.name }),
    links: wayTo(deps, { locale, followsPath }),
  }
}

const introKeys = {
  topic: 'following:mail.began',
  reply: 'following:mail.replied',
  mention: 'following:mail.mentioned',
  accepted: 'following:mail.accepted',
  solved: 'following:mail.solved',
} as const

function introOf(reason: Reason, isOpening: boolean): keyof typeof introKeys {
  if (reason === 'mention' || reason === 'accepted' || reason === 'solved') return reason
  return isOpening ? 'topic' : 'reply'
}

const reasonKeys = {
  topic: 'following:reason.topic',
  category: 'following:reason.category',
  all: 'following:reason.all',
  mention: 'following:reason.mention',
  accepted: 'following:reason.accepted',
  solved: 'following:reason.solved',
} as const satisfies Record<Reason, string>

/** The link at a mail's foot to all that its reader follows: what is their own in a mail that says the same to many. */
export function wayTo(
  deps: ForumDeps,
  { locale, followsPath }: Pick<Reached, 'locale' | 'followsPath'>,
): { label: string; address: string }[] {
  const say = deps.messages.translator(locale)
  return [{ label: say('following:mail.follows'), address: deps.fullAddress(followsPath) }]
}

/** What a daily mail says: each topic with who wrote in it and how that begins. */
export async function digestWords(
  deps: ForumDeps,
  places: readonly PostInPlace[],
  { locale, followsPath }: Pick<Reached, 'locale' | 'followsPath'>,
): Promise<Words> {
  const say = deps.messages.translator(locale)
  const people = await deps.accounts.people(places.map(({ post }) => seenPost(post).authorId))
  const topicIds = [...new Set(places.map(({ topic }) => topic._id))]
  const blocks = topicIds.flatMap((id): Words['blocks'][number][] => {
    const inIt = places.filter(({ topic }) => topic._id === id)
    const [first] = inIt
    if (!first) return []
    const topic = seenTopic(first.topic)
    const items = inIt.map(({ post }) => {
      const { authorId, source } = seenPost(post)
      const name = (authorId === undefined ? undefined : people.get(authorId)?.name) ?? say('forum:nobody')
      return say('following:mail.digestLine', { name, text: beginningOf(source, longestLine) })
    })
    return [
      { kind: 'text', text: topic.title },
      { kind: 'list', items },
      { kind: 'action', label: say('following:mail.read'), address: deps.fullAddress(postPath(topic, first.post._id)) },
    ]
  })
  return {
    subject: say('following:mail.digestSubject', { count: places.length }),
    preview: places.map(({ topic }) => seenTopic(topic).title).join(' · '),
    blocks,
    footer: say('following:reason.digest'),
    links: wayTo(deps, { locale, followsPath }),
  }
}

/** What a mail says that asks whether a question is solved. */
export function askWords(
  deps: ForumDeps,
  { topic }: Pick<PostInPlace, 'topic'>,
  { locale, path }: { locale: string; path: string },
): Words {
  const say = deps.messages.translator(locale)
  const { title } = topic
  return {
    subject: say('following:mail.askSubject', { title }),
    blocks: [
      { kind: 'text', text: say('following:mail.askText', { title }) },
      { kind: 'action', label: say('following:mail.askAction'), address: deps.fullAddress(path) },
      { kind: 'text', text: say('following:mail.askWhy', { address: deps.fullAddress(topicPath(topic)) }) },
    ],
    footer: say('following:reason.ask'),
  }
}

/** What a mail to an address says that nobody has confirmed: our words only. */
export function confirmWords(deps: ForumDeps, { locale, path }: { locale: string; path: string }): Words {
  const say = deps.messages.translator(locale)
  return {
    subject: say('following:mail.confirmSubject'),
    blocks: [
      { kind: 'text', text: say('following:mail.confirmText') },
      { kind: 'action', label: say('following:mail.confirmAction'), address: deps.fullAddress(path) },
      { kind: 'text', text: say('following:mail.confirmNotYou') },
    ],
    footer: say('following:reason.confirm'),
  }
}

async function nameOf(deps: ForumDeps, authorId: string | undefined, otherwise: string): Promise<string> {
  return (
    (authorId === undefined ? undefined : (await deps.accounts.people([authorId])).get(authorId)?.name) ?? otherwise
  )
}

/** How a post begins, in its author's own words: what it quotes may be taken back where it stands, and stays there. */
function beginningOf(source: string, longest: number): string {
  return ownWords(source).plain.trim() === '' ? '' : excerpt(source, longest)
}
