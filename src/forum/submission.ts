import { idOf } from '../kernel/index.ts'

/**
 * What a post keeps of the form that made it. `token` came with the page, `source` are the words as they were posted: the
 * same words sent again find their post, also when it was edited since; other words from the same page, to which somebody
 * went back, are a post of their own. Undefined for a form without a token.
 */
export function submissionOf(token: string | undefined, { source }: { source: string }): string | undefined {
  return token === undefined ? undefined : idOf('post', token, source)
}
