import { renderMarkdown } from '../../../content/index.ts'
import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import type { PostInPlace } from '../../place.ts'
import type { Follow } from '../follow.model.ts'
import { postWords, wayTo, type Reason, type Words } from '../mail-words.ts'
import { mailDelay, mailKinds } from '../following.words.ts'
import { followOf } from '../queries/follow-of.ts'
import { whoIsReached, type Reached } from '../reached.ts'
import { addToDigests } from './add-to-digests.ts'
import { tellOnSite } from './tell-on-site.ts'

/** More names than this are no mention of anybody. */
const mostMentioned = 20

/** Tells who is mentioned in a post, but for who keeps its topic quiet. */
export async function tellMentioned(deps: ForumDeps, place: PostInPlace): Promise<void> {
  const { mentions } = renderMarkdown(place.post.source, { siteOrigin: deps.siteOrigin })
  if (mentions.length === 0) return
  const named = mentions.slice(0, mostMentioned)
  // As their links are looked up: a handle that somebody gave up lately leads to them, and tells them.
  const holders = await deps.accounts.holders(named)
  const ids = [...new Set(named.flatMap((handle) => holders.get(handle) ?? []))]
  const reached = await readers(
    deps,
    place,
    ids.map((holder) => ({ holder, isByAddress: false })),
  )
  const told: Reached[] = []
  for (const each of reached.values()) {
    if ((await followOf(deps, each.holder, place))?.level !== 'off') told.push(each)
  }
  await tellOnSite(deps, place, { accountIds: told.map(({ holder }) => holder), kind: 'mention' })
  await mailAll(deps, place, { told, reason: 'mention' })
}

/** Tells some of a target's followers. Who follows something more particular is told, or left alone, because of that. */
export async function tellFollowers(
  deps: ForumDeps,
  place: PostInPlace,
  { follows, step }: { follows: readonly Follow[]; step: number },
): Promise<void> {
  const particular = [place.topic._id, place.category._id].slice(0, step - 1)
  const others = await deps.following.follows
    .find({ targetId: { $in: particular }, holder: { $in: follows.map(({ holder }) => holder) } }, { holder: 1 })
    .lean<Pick<Follow, 'holder'>[]>()
  const elsewhere = new Set(others.map(({ holder }) => holder))
  const listening = follows.filter(({ holder, level }) => level !== 'off' && !elsewhere.has(holder))
  const reached = await readers(deps, place, listening)
  const at = (level: Follow['level']): Reached[] =>
    listening.filter((follow) => follow.level === level).flatMap(({ holder }) => reached.get(holder) ?? [])
  const members = [...reached.values()].filter(({ isByAddress }) => !isByAddress).map(({ holder }) => holder)
  await tellOnSite(deps, place, { accountIds: members, kind: place.post.isOpening ? 'topic' : 'reply' })
  await mailAll(deps, place, { told: at('at-once'), reason: follows[0]?.kind ?? 'topic' })
  await addToDigests(deps, place.post._id, at('daily'))
}

/** Those who may read the post; nobody is told of their own. */
async function readers(
  deps: ForumDeps,
  { post, category }: PostInPlace,
  holders: readonly { holder: string; isByAddress: boolean }[],
): Promise<Map<string, Reached>> {
  const reached = await whoIsReached(
    deps,
    holders.filter(({ holder }) => holder !== post.authorId),
  )
  return new Map([...reached].filter(([, { actor }]) => mayRead(actor, category)))
}

/** Puts a mail to each into the outbox; each leaves after a while, with the words and to the readers of that moment. */
async function mailAll(
  deps: ForumDeps,
  place: PostInPlace,
  { told, reason }: { told: readonly Reached[]; reason: Reason },
): Promise<void> {
  const { post, topic } = place
  const thread = deps.mail.threadId({ kind: 'topic', id: topic._id })
  const messages = []
  const said = new Map<string, Words>()
  for (const each of told) {
    const { email, isByAddress, holder, locale } = each
    if (email === undefined) continue
    const words = said.get(locale) ?? (await postWords(deps, place, { ...each, reason }))
    said.set(locale, words)
    messages.push({
      ...words,
      links: wayTo(deps, each),
      kind: reason === 'mention' ? mailKinds.mention : mailKinds.posts,
      to: email,
      locale,
      ...(isByAddress ? {} : { accountId: holder }),
      about: [{ kind: 'post', id: post._id }],
      inReplyTo: thread,
      references: [thread],
      sendAfter: new Date(post.createdAt.getTime() + mailDelay),
      once: `post ${post._id} ${holder}`,
    })
  }
  await deps.mail.enqueueAll(messages)
}
