import type { Stamps } from './stamps.ts'

/** What the header of every page shows to everybody, beside what never changes. */
export interface HeaderFacts {
  /** Whether it leads to the wall of testimonials: only while something stands there. */
  showsWall: boolean
}

export interface SiteHeader {
  /** What it shows now: looked up again when its stamps changed. Throws the driver's errors when the database is away. */
  now(): Promise<HeaderFacts>
  /** What it showed last, for pages that must do without the database. */
  last(): HeaderFacts
}

/** Remembers what the header shows for as long as nothing changed that it depends on. */
export function createSiteHeader({
  stamps,
  dependsOn,
  find,
}: {
  stamps: Pick<Stamps, 'current'>
  dependsOn: readonly string[]
  find: () => Promise<HeaderFacts>
}): SiteHeader {
  let known: { version: string; facts: HeaderFacts } | undefined
  return {
    async now() {
      const version = await stamps.current(dependsOn)
      if (known?.version !== version) known = { version, facts: await find() }
      return known.facts
    },
    last: () => known?.facts ?? { showsWall: false },
  }
}
