import { typeQuote, unstoreQuotes } from '../../../content/index.ts'
import { mayRead } from '../../category.policy.ts'
import type { Actor } from '../../../kernel/index.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Quote } from '../../forum.words.ts'
import type { Post } from '../../post.model.ts'
import { quotedPath } from '../addresses.ts'
import { isInSight } from '../quotable.ts'
import { quotedPosts } from './quoted-posts.ts'

/** Names the writer of a quote that is not to be named. */
const nameless = '…'

/**
 * Stored texts as they are typed: each quote as a block quote that says where it is from. Of one that is out of the
 * actor's sight only that first line is left, which stands for its words when the text is saved again.
 */
export async function typeWords(
  deps: ForumDeps,
  actor: Actor,
  texts: readonly Pick<Post, 'source' | 'quotes'>[],
): Promise<string[]> {
  const quoted = await quotedPosts(
    deps,
    texts.flatMap(({ quotes = [] }) => quotes.map(({ postId }) => postId)),
  )
  const authors = [...quoted.values()].map(({ post }) => (post.isNameless ? undefined : post.authorId))
  const people = await deps.accounts.people(authors)
  const typed = ({ postId, passage }: Quote): string => {
    const place = quoted.get(postId)
    const address = quotedPath(deps, postId)
    if (!place || !isInSight(place) || !mayRead(actor, place.category))
      return typeQuote({ label: nameless, address, passage: '' })
    const { authorId, isNameless } = place.post
    const name = isNameless ? undefined : people.get(authorId ?? '')?.name
    return typeQuote({ label: name ?? nameless, address, passage })
  }
  return texts.map(({ source, quotes = [] }) =>
    unstoreQuotes(source, (n) => {
      const quote = quotes.find((each) => each.n === n)
      return quote ? typed(quote) : ''
    }),
  )
}
