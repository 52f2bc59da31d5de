import { type Actor, type FoundThing, type MessageKey } from '../../kernel/index.ts'
import type { RemovalDeps } from '../deps.ts'
import { groundHintKeys, groundKeys, kindKeys } from '../labels.words.ts'
import { grounds, type AskedGround } from '../removals.words.ts'
import { distinctThings, isAllOf, resolveThings } from './resolve-things.ts'

/** A thing as a page shows it before anything is decided. */
export interface ThingView {
  kindKey: MessageKey
  title?: string
  text?: string
  /** Address of a picture, where the thing is one. */
  picture?: string
  address?: string
  writtenAt: Date
}

export interface AskView {
  grounds: { id: AskedGround; key: MessageKey; hintKey: MessageKey }[]
  /** The ground that was chosen: then its fields are shown. */
  ground?: AskedGround
  groundKey?: MessageKey
  /** The addresses, one a line. */
  about: string
  things: ThingView[]
  /** Addresses that lead to nothing, and why. */
  problems: { typed: string; key: MessageKey }[]
  /** All of it is the reader's own: it goes at once, without a reason. */
  isOwn: boolean
  /** Where another ground or other addresses are chosen. */
  backAddress: string
}

/** What somebody sees who is about to ask: the things behind the addresses, as far as they may be seen. */
export async function showAsk(
  deps: RemovalDeps,
  actor: Actor,
  { addresses, ground }: { addresses: readonly string[]; ground?: AskedGround | undefined },
): Promise<AskView> {
  const resolved = await resolveThings(deps, actor, { typed: addresses, sight: 'as-seen' })
  const things = distinctThings(resolved)
  const problems = resolved.flatMap(({ typed, problem }) => (problem === undefined ? [] : [{ typed, key: problem }]))
  const about = addresses.join('\n')
  return {
    grounds: grounds.map((id) => ({ id, key: groundKeys[id], hintKey: groundHintKeys[id] })),
    // What leads to nothing is mended first.
    ...(ground === undefined || problems.length > 0 ? {} : { ground, groundKey: groundKeys[ground] }),
    about,
    things: things.map((thing) => toThingView(thing, thing.address)),
    problems,
    isOwn: problems.length === 0 && isAllOf(actor, things),
    backAddress: deps.link(`/removals/new?${new URLSearchParams({ about }).toString()}`),
  }
}

/** A thing with its words or its picture; `picture` is where that one is. */
export function toThingView(
  { kind, title, address, writtenAt, preview }: FoundThing,
  picture: string | undefined,
): ThingView {
  return {
    kindKey: kindKeys[kind],
    writtenAt,
    ...(title === undefined ? {} : { title }),
    ...(address === undefined ? {} : { address }),
    ...(preview.kind === 'text' ? { text: preview.text } : {}),
    ...(preview.kind === 'picture' && picture !== undefined ? { picture } : {}),
  }
}
