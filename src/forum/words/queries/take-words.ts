import { isQuotable, storeQuotes, typedQuotes, type Rendered, type TypedQuote } from '../../../content/index.ts'
import type { Actor } from '../../../kernel/index.ts'
import { mayRead } from '../../category.policy.ts'
import type { Category } from '../../category.model.ts'
import type { ForumDeps } from '../../deps.ts'
import type { Quote } from '../../forum.words.ts'
import { postIdIn } from '../addresses.ts'
import { isInSight, isOpenTo, occursIn } from '../quotable.ts'
import { renderWords } from '../render-words.ts'
import { textsOf } from './post-texts.ts'
import { quotedPosts, type Quoted } from './quoted-posts.ts'

/** What becomes of a typed text: what is stored, and its HTML. */
export interface Written {
  source: string
  quotes: Quote[]
  rendered: Rendered
}

interface Typed {
  text: string
  /** Where it is to stand. */
  category: Pick<Category, 'readRole'>
  /** Who types. */
  actor: Actor
  /** What the text quoted until now, when it is changed. */
  before?: readonly Quote[]
}

/** Quotes beyond this many stay ordinary block quotes. */
const mostQuotes = 20

/**
 * Takes the quotes out of a typed text. A quote says truly where it is from, or it is an ordinary block quote: its words
 * occur in the post that it names, the writer may read that post, and all who will read the text may as well.
 */
export async function takeWords(deps: ForumDeps, { text, category, actor, before = [] }: Typed): Promise<Written> {
  const typed = typedQuotes(text).slice(0, mostQuotes)
  const quoted = await quotedPosts(
    deps,
    typed.flatMap((quote) => postIdIn(deps, quote.address) ?? []),
  )
  const waiting = [...before]
  const quotes = new Map<number, Quote>()
  for (const quote of typed) {
    const found = await kept(deps, quote, { quoted, category, actor, waiting })
    if (found) quotes.set(quote.from, { ...found, n: quotes.size + 1 })
  }
  const source = storeQuotes(text, ({ from }) => quotes.get(from)?.n)
  const all = [...quotes.values()]
  return { source, quotes: all, rendered: renderWords(deps, source, shownOf(all, { quoted, category })) }
}

interface Around {
  quoted: Quoted
  category: Pick<Category, 'readRole'>
  actor: Actor
  /** Quotes of the earlier text that no typed quote has come for yet. */
  waiting: Quote[]
}

async function kept(
  deps: ForumDeps,
  { address, passage }: TypedQuote,
  { quoted, category, actor, waiting }: Around,
): Promise<Omit<Quote, 'n'> | undefined> {
  const postId = postIdIn(deps, address)
  if (postId === undefined) return undefined
  // Words that are out of sight are not typed out: the bare first line stands for them.
  const held = passage === '' ? waiting.findIndex((quote) => quote.postId === postId) : -1
  if (held >= 0) return { postId, passage: waiting.splice(held, 1)[0]?.passage ?? '' }
  const place = quoted.get(postId)
  if (!place || !isInSight(place) || !mayRead(actor, place.category) || !isOpenTo(category, place.category))
    return undefined
  if (!isQuotable(passage) || !occursIn(passage, await textsOf(deps, place.post))) return undefined
  return { postId, passage }
}

function shownOf(quotes: readonly Quote[], { quoted, category }: Pick<Around, 'quoted' | 'category'>): Quote[] {
  return quotes.filter(({ postId, passage }) => {
    const place = quoted.get(postId)
    return passage !== '' && place !== undefined && isInSight(place) && isOpenTo(category, place.category)
  })
}
