const word = /[\p{L}\p{N}\p{M}]+(?:[.@_+-][\p{L}\p{N}\p{M}]+)*/gu
const part = /[\p{L}\p{N}\p{M}]+/gu
const longestTerm = 64
const mostTerms = 500

/** The words of a text as they are found: small letters without marks, also the parts of joined ones, each once. */
export function termsIn(text: string): string[] {
  const terms = new Set<string>()
  for (const [found] of text.matchAll(word)) {
    for (const term of [found, ...(found.match(part) ?? [])]) {
      if (term.length <= longestTerm) terms.add(fold(term))
    }
    if (terms.size >= mostTerms) break
  }
  return [...terms].slice(0, mostTerms)
}

/** The words that somebody looks for, at most eight. */
export function wantedTerms(query: string): string[] {
  return termsIn((query.match(word) ?? []).slice(0, 8).join(' ')).slice(0, 8)
}

function fold(term: string): string {
  return term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l').normalize('NFC')
}
