/** A page of another site that a discussion belongs to. */
export interface PageAddress {
  /** In its one form. */
  address: string
  origin: string
}

/** Marks of campaigns, which lead to the same page. */
const marks = /^(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|ref)$/

/**
 * A page's address in its one form: without fragment and marks of campaigns, its other parameters in order. Undefined when
 * it is no http or https address, has a password in it, or is longer than 2,000 characters.
 */
export function readPageAddress(given: string | undefined): PageAddress | undefined {
  if (given === undefined || given.length > 2000 || !URL.canParse(given)) return undefined
  const url = new URL(given)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (marks.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  return url.href.length > 2000 ? undefined : { address: url.href, origin: url.origin }
}
