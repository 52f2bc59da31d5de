import type { FoundThing, Member, Within } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { endOf, startOf, type Day } from '../due.ts'
import { mostOwn, type OwnKind } from '../removals.words.ts'

/** Which of their own things somebody means; days are those of the site's time zone, both included. */
export interface OwnWish {
  kinds: readonly OwnKind[]
  from?: Day | undefined
  to?: Day | undefined
  /** Stands somewhere in it, in any case; empty for all. */
  words: string
}

export interface OwnThings {
  things: FoundThing[]
  /** There are more than one request removes. */
  isMore: boolean
}

/** Things that are read at the same time. */
const atOnce = 20

/** What somebody wrote that their wish is about, as many as one request removes. */
export async function findOwn(deps: RemovalDeps, { id: accountId }: Member, wish: OwnWish): Promise<OwnThings> {
  const within = withinOf(deps, wish)
  const isMeant = (thing: FoundThing): boolean =>
    thing.accountId === accountId && isWithin(thing.writtenAt, within) && says(thing, wish.words)
  const things: FoundThing[] = []
  for (const kind of wish.kinds) {
    const removable = deps.removables[kind]
    const ids = await removable.idsOf({ accountId }, within)
    for (let at = 0; at < ids.length; at += atOnce) {
      const found = await Promise.all(ids.slice(at, at + atOnce).map((id) => removable.find(id)))
      things.push(...found.filter((thing) => thing !== undefined).filter(isMeant))
      if (things.length > mostOwn) return { things: things.slice(0, mostOwn), isMore: true }
    }
  }
  return { things, isMore: false }
}

function withinOf({ timeZone }: Pick<RemovalDeps, 'timeZone'>, { from, to }: OwnWish): Within {
  return {
    ...(from === undefined ? {} : { from: startOf(from, timeZone) }),
    ...(to === undefined ? {} : { to: endOf(to, timeZone) }),
  }
}

const isWithin = (at: Date, { from, to }: Within): boolean =>
  (from === undefined || at >= from) && (to === undefined || at <= to)

function says({ preview }: FoundThing, words: string): boolean {
  return words === '' || (preview.kind === 'text' && fold(preview.text).includes(fold(words)))
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ')
