import { completeHtml, mentionedIn, type SafeHtml } from '../../../content/index.ts'
import type { Actor } from '../../../kernel/index.ts'
import { mayRead } from '../../category.policy.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Quote } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import { postIdIn, quotedPath } from '../addresses.ts'
import { isInSight } from '../quotable.ts'
import { renderWords } from '../render-words.ts'
import { quotedPosts, type Quoted } from './quoted-posts.ts'

/** Who reads, and what stands in place of a quoted writer's name that is no longer known. */
interface Reader {
  actor: Actor
  nobody: string
}

type Words = Pick<Post, 'source' | 'quotes' | 'html'>

/**
 * Texts as this reader may see them now: mentioned people linked, quoted ones named, and without quotes of posts that
 * are out of the reader's sight, whatever the stored HTML still says.
 */
export async function completePosts<Text extends Words>(
  deps: ForumDeps,
  { actor, nobody }: Reader,
  posts: readonly Text[],
): Promise<Text[]> {
  const quoted = await quotedPosts(
    deps,
    posts.flatMap(({ html, quotes = [] }) => (html === '' ? [] : quotes.map(({ postId }) => postId))),
  )
  const htmls = posts.map((post) => visibleHtml(deps, post, { actor, quoted }))
  const personAddress = await addressesOf(deps, htmls.flatMap(mentionedIn))
  const nameOf = await namesOf(deps, quoted)
  const quotedName = (address: string): string => nameOf(postIdIn(deps, address) ?? '') ?? nobody
  return posts.map((post, index) => ({
    ...post,
    html: completeHtml(htmls[index] ?? post.html, { personAddress, quotedName }),
  }))
}

function visibleHtml(
  deps: ForumDeps,
  { html, source, quotes = [] }: Words,
  { actor, quoted }: { actor: Actor; quoted: Quoted },
): SafeHtml {
  if (html === '' || quotes.length === 0) return html
  const isVisible = ({ postId }: Quote): boolean => {
    const place = quoted.get(postId)
    return place !== undefined && isInSight(place) && mayRead(actor, place.category)
  }
  const isStale = quotes.some((quote) => !isVisible(quote) && html.includes(`"${quotedPath(deps, quote.postId)}"`))
  return isStale ? renderWords(deps, source, quotes.filter(isVisible)).html : html
}

/** Where handles lead, all looked up at once; nowhere for those of nobody, and of people who left. */
async function addressesOf(
  { accounts }: ForumDeps,
  handles: string[],
): Promise<(handle: string) => string | undefined> {
  const holders = await accounts.holders(handles)
  const people = await accounts.people([...holders.values()])
  return (handle) => people.get(holders.get(handle) ?? '')?.address
}

async function namesOf({ accounts }: ForumDeps, quoted: Quoted): Promise<(postId: string) => string | undefined> {
  const authorOf = (postId: string): string | undefined => {
    const post = quoted.get(postId)?.post
    return post?.isNameless ? undefined : post?.authorId
  }
  const people = await accounts.people([...quoted.keys()].map(authorOf))
  return (postId) => people.get(authorOf(postId) ?? '')?.name
}
