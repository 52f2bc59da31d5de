import { renderMarkdown, type Rendered } from '../../content/index.ts'
import type { ForumDeps } from '../deps.ts'
import type { Quote } from '../forum.words.ts'
import { quotedPath } from './addresses.ts'

/** Renders a stored text; `shown` are those of its quotes that are in sight. */
export function renderWords(deps: ForumDeps, source: string, shown: readonly Quote[]): Rendered {
  const byNumber = new Map(shown.map((quote) => [quote.n, quote]))
  return renderMarkdown(source, {
    siteOrigin: deps.siteOrigin,
    marksMentions: true,
    quote: (n) => {
      const quote = byNumber.get(n)
      return quote && { address: quotedPath(deps, quote.postId), passage: quote.passage }
    },
  })
}
