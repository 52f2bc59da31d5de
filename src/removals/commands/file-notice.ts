import { Invalid, newId, type Actor, type FoundThing } from '../../kernel/index.ts'
import type { CaseThing, Notice, Party, RemovalCase } from '../case.model.ts'
import type { RemovalDeps } from '../deps.ts'
import { dayOf, dueDay, endOf } from '../due.ts'
import { distinctThings, resolveThings } from '../queries/resolve-things.ts'
import { mostThings, type AskedGround, type CaseGround } from '../removals.words.ts'
import { partyToken } from '../tokens.ts'
import { tellStaff } from './tell-staff.ts'

/** A request as it was sent. */
export interface NewNotice {
  ground: AskedGround
  /** Addresses of this site, one each; only "something else" and personal data can do without. */
  addresses: readonly string[]
  name: string
  email: string
  notice: Notice
  wishesHidden: boolean
  /** Everything that is held of whose address it is. */
  wantsAll: boolean
  locale: string
}

/** Grounds that can be described without an address: who is meant may not know where it all stands. */
const needsNoAddress: readonly AskedGround[] = ['personal', 'other']

/**
 * Takes a request in: its clock runs from now on, its receipt goes out at once. Until the address is confirmed, unless
 * the asker's account has proven it, nobody else sees it. Gives where its status is told. Throws Invalid.
 */
export async function fileNotice(
  deps: RemovalDeps,
  actor: Actor,
  input: NewNotice,
): Promise<{ id: string; token: string }> {
  const things = await thingsOf(deps, actor, input)
  const asker = await askerOf(deps, actor, input)
  const isProven = asker.accountId !== undefined
  const item = draftCase(deps, {
    ground: input.ground,
    things,
    asker,
    notice: input.notice,
    wishesHidden: input.wishesHidden,
    wantsAll: input.wantsAll,
    state: isProven ? 'open' : 'unconfirmed',
  })
  await deps.cases.create(item)
  await sendReceipt(deps, item)
  if (isProven) await tellStaff(deps, { id: item._id, what: 'new' })
  return { id: item._id, token: partyToken(deps.secret, { id: item._id, party: 0 }) }
}

/** Sends the receipt, once; to an address that had a mail of ours in the last 24 hours it goes later. */
export async function sendReceipt(deps: RemovalDeps, item: RemovalCase): Promise<void> {
  const [asker] = item.parties
  if (!asker) return
  const isSent = await deps.letters.receipt(item, asker)
  if (isSent) await deps.cases.updateOne({ _id: item._id }, { $set: { receiptAt: deps.clock() } })
}

async function thingsOf(deps: RemovalDeps, actor: Actor, { addresses, ground }: NewNotice): Promise<FoundThing[]> {
  const resolved = await resolveThings(deps, actor, { typed: addresses, sight: 'as-seen' })
  const problem = resolved.find((each) => each.problem !== undefined)?.problem
  if (problem !== undefined) throw new Invalid({ about: problem })
  const things = distinctThings(resolved)
  if (things.length === 0 && !needsNoAddress.includes(ground))
    throw new Invalid({ about: 'removals:rules.addressMissing' })
  if (things.length > mostThings) throw new Invalid({ about: 'removals:rules.tooMany' })
  return things
}

/** Whoever is signed in with this very address has proven it; anybody else has to, by the mail. */
async function askerOf(
  { accounts }: RemovalDeps,
  actor: Actor,
  { name, email, locale }: Pick<NewNotice, 'name' | 'email' | 'locale'>,
): Promise<Party> {
  const asker: Party = { role: 'asker', name, email, locale }
  if (actor.kind !== 'member') return asker
  const own = (await accounts.recipients([actor.id])).get(actor.id)
  return own?.email === email ? { ...asker, accountId: actor.id } : asker
}

interface Draft extends Pick<RemovalCase, 'notice' | 'wishesHidden' | 'wantsAll' | 'state'> {
  ground: CaseGround
  things: readonly FoundThing[]
  asker: Party
  /** Now, unless it came by another way before. */
  receivedAt?: Date
}

/** A case as it begins. */
export function draftCase({ clock, timeZone }: RemovalDeps, draft: Draft): RemovalCase {
  const { receivedAt = clock() } = draft
  const dueOn = dueDay(dayOf(receivedAt, timeZone))
  const { ground, asker, notice, wishesHidden, state } = draft
  return {
    _id: newId(),
    state,
    ground,
    things: draft.things.map(({ kind, id, writtenAt }): CaseThing => ({ kind, id, writtenAt })),
    parties: [asker],
    notice,
    wishesHidden,
    ...(draft.wantsAll ? { wantsAll: true } : {}),
    receivedAt,
    timeZone,
    dueOn,
    dueAt: endOf(dueOn, timeZone),
    messages: [],
    events: [{ at: receivedAt, deed: 'received', party: 0 }],
    appeals: [],
  }
}
