/**
 * Key-set paging: a page is asked for by the key of the row it starts after, never by a number of rows to skip, so
 * that the thousandth page costs what the first one costs and no row is shown twice while others are added.
 */
export interface Key {
  /** The time the list is ordered by. */
  at: Date
  /** Tells rows of the same millisecond apart. */
  id: string
}

export interface Page<Row> {
  rows: Row[]
  /** Key to go on after, in the order of the list; missing on the last page. */
  next?: Key
  /** Key to go back before; missing on the first page. */
  previous?: Key
}

/** Where a page lies: after a key in the list's order, before one, or at the start (neither). */
export interface PageRequest {
  after?: Key
  before?: Key
}

/** Writes a key as it stands in an address: milliseconds in base 36, a dot, the id. */
export function keyToText(key: Key): string {
  return `${key.at.getTime().toString(36)}.${key.id}`
}

/** Reads a key from an address; undefined when it isn't one. */
export function keyFromText(text: string): Key | undefined {
  const match = /^([0-9a-z]{1,9})\.([0-9a-z]{12})$/.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  return { at: new Date(parseInt(match[1], 36)), id: match[2] }
}

/**
 * Cuts the rows of a query to a page. The query asks for `size + 1` rows; for a page before a key it reads backwards
 * and gives the rows in that reversed order.
 */
export function cutPage<Row>(
  found: readonly Row[],
  { size, request, keyOf }: { size: number; request: PageRequest; keyOf: (row: Row) => Key },
): Page<Row> {
  const hasMore = found.length > size
  const rows = found.slice(0, size)
  if (request.before) rows.reverse()
  const first = rows[0]
  const last = rows.at(-1)
  const page: Page<Row> = { rows }
  if (last && (request.before ? true : hasMore)) page.next = keyOf(last)
  if (first && (request.before ? hasMore : request.after !== undefined)) page.previous = keyOf(first)
  return page
}
