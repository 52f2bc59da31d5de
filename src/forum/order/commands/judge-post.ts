import { createHash } from 'node:crypto'
import type { QueryFilter } from 'mongoose'
import { externalLinks, type SafeHtml } from '../../../content/index.ts'
import { Invalid, isStaff, type Actor, type Member } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Post } from '../../post.model.ts'
import { standing } from '../../sight.ts'
import type { HoldCause } from '../order.words.ts'

/** A post as it comes in. */
interface Incoming {
  text: string
  /** The topic that it replies to; missing where it begins one. */
  topicId?: string | undefined
  /** How many links lead to other sites. */
  links: number
  /** As the post keeps it (submission.ts). */
  submission?: string | undefined
  /** A field that people don't see. */
  website?: string | undefined
  /** When the page with the form was opened, milliseconds in base 36. */
  opened?: string | undefined
}

export interface Judgement {
  /** Why a moderator looks first; empty: nothing speaks against it. */
  heldFor: HoldCause[]
  textKey: string | undefined
}

const aDay = 24 * 60 * 60 * 1000

/** Somebody is new until so many of their posts stand. */
const newUntil = 3

/** Links to other sites that somebody new may set without a look. */
const linksOfNew = 2

/** Nobody reads a page, writes something with a link and sends it in less. Milliseconds. */
const quickestHand = 2000

/** Shorter ones are often said twice, such as thanks. Characters. */
const shortestRepeat = 40

/**
 * Whether a post goes out at once or a moderator looks first. Only the same text from the same person in the same topic
 * within a day is refused: it is there already. Throws Invalid.
 */
export async function judgePost(deps: ForumDeps, author: Member, incoming: Incoming): Promise<Judgement> {
  const textKey = keyOf(incoming.text)
  // Who answers for the company says the same to many.
  if (isStaff(author)) return { heldFor: [], textKey }
  const said = saidBefore(deps, textKey, incoming)
  if (said && incoming.topicId !== undefined) await refuseRepeat(deps, said, { ...incoming, authorId: author.id })
  const known = await countStanding(deps, { authorId: author.id })
  const isNew = known < newUntil
  const causes: Record<HoldCause, boolean> = {
    first: known < deps.holdFirstPosts,
    links: isNew && incoming.links > linksOfNew,
    repeat: isNew && said !== undefined && (await deps.posts.exists(said)) !== null,
    program: isByProgram(incoming, { isNew, now: deps.clock() }),
    moderator: false,
  }
  return { heldFor: (Object.keys(causes) as HoldCause[]).filter((cause) => causes[cause]), textKey }
}

/** A post that its author changes. */
interface Change {
  post: Pick<Post, '_id' | 'authorId' | 'html'>
  text: string
  html: SafeHtml
}

/**
 * Whether a change goes out at once: what somebody new would have waited for when they posted, a change doesn't bring in
 * behind our backs. What stood there before is no reason.
 */
export async function judgeChange(deps: ForumDeps, by: Actor, { post, text, html }: Change): Promise<Judgement> {
  const textKey = keyOf(text)
  if (isStaff(by) || post.authorId === undefined) return { heldFor: [], textKey }
  const known = await countStanding(deps, { authorId: post.authorId, _id: { $ne: post._id } })
  const isNew = known < newUntil
  const before = new Set(externalLinks(post.html))
  const links = externalLinks(html)
  const addsLinks = links.some((link) => !before.has(link))
  const said = { ...saidBefore(deps, textKey, {}), _id: { $ne: post._id } }
  const causes = {
    first: known < deps.holdFirstPosts && addsLinks,
    links: isNew && addsLinks && links.length > linksOfNew,
    repeat: isNew && textKey !== undefined && (await deps.posts.exists(said)) !== null,
  }
  return { heldFor: (['first', 'links', 'repeat'] as const).filter((cause) => causes[cause]), textKey }
}

/** How many posts of an author stand, as far as it matters. */
function countStanding(deps: ForumDeps, of: QueryFilter<Post>): Promise<number> {
  return deps.posts.countDocuments({ ...of, ...standing }, { limit: Math.max(newUntil, deps.holdFirstPosts) }).exec()
}

/** What finds the same text of the last day; undefined for texts too short to tell. */
function saidBefore(
  deps: ForumDeps,
  textKey: string | undefined,
  { submission }: Pick<Incoming, 'submission'>,
): QueryFilter<Post> | undefined {
  if (textKey === undefined) return undefined
  return {
    textKey,
    createdAt: { $gt: new Date(deps.clock().getTime() - aDay) },
    // What is sent twice from the same form makes one post.
    ...(submission === undefined ? {} : { submission: { $ne: submission } }),
  }
}

async function refuseRepeat(
  deps: ForumDeps,
  said: QueryFilter<Post>,
  { topicId, authorId }: { topicId?: string | undefined; authorId: string },
): Promise<void> {
  const found = await deps.posts.exists({ $and: [said, { topicId: topicId ?? '', authorId }] })
  if (found) throw new Invalid({ text: 'rules:text.repeated' })
}

function isByProgram(
  { website = '', opened = '', links }: Incoming,
  { isNew, now }: { isNew: boolean; now: Date },
): boolean {
  if (website !== '') return true
  const openedAt = /^[0-9a-z]{6,10}$/.test(opened) ? parseInt(opened, 36) : undefined
  return isNew && links > 0 && openedAt !== undefined && now.getTime() - openedAt < quickestHand
}

/** Equal for texts that differ in space, case and ways to write the same letter. */
function keyOf(text: string): string | undefined {
  const folded = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  if (folded.length < shortestRepeat) return undefined
  return createHash('sha256').update(folded).digest('base64url').slice(0, 22)
}
