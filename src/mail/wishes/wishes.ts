import type { MailDeps } from '../deps.ts'
import { everyKind, type MailKind } from '../kinds.ts'
import { addressHash } from '../addresses.ts'
import type { Choice, ChoiceWay, MailWishes } from './wishes.model.ts'

/** Whose wishes: an account's, or those of whoever holds an address (by its keyed hash). */
export type Holder = { accountId: string } | { addressHash: string }

/** Somebody who may be mailed; both are given where both are known. */
export interface Recipient {
  accountId?: string | undefined
  address?: string | undefined
}

/** Whether a kind of mail is sent to somebody, and what they said about it last. */
export interface Wish {
  kind: MailKind
  wanted: boolean
  /** Missing where the default holds. */
  chosen?: Choice
}

/** How many choices are kept; more than anybody makes by hand. */
const kept = 200

/**
 * Whether a kind of mail may be sent to somebody: service mail always, other mail as they said last, be it for their
 * account or for the address. Throws for a kind that nobody registered.
 */
export async function mayMail(deps: MailDeps, recipient: Recipient, kindName: string): Promise<boolean> {
  const kind = deps.kinds.named(kindName)
  if (kind.category === 'service') return true
  return latest(await choicesOf(deps, recipient), kindName)?.wanted ?? kind.default === 'on'
}

/** Those of many recipients of a kind who want it, read at once. */
export async function whoWants<One extends { to: string; accountId?: string }>(
  deps: MailDeps,
  recipients: readonly One[],
  kindName: string,
): Promise<One[]> {
  const kind = deps.kinds.named(kindName)
  if (kind.category === 'service') return [...recipients]
  const keys = recipients.flatMap(({ accountId, to: address }) => keysOf(deps, { accountId, address }))
  const found = await deps.wishes.find({ _id: { $in: keys } }).lean<MailWishes[]>()
  const said = new Map(found.map(({ _id, choices }) => [_id, choices]))
  return recipients.filter(({ accountId, to: address }) => {
    const choices = keysOf(deps, { accountId, address }).flatMap((key) => said.get(key) ?? [])
    return latest(choices.sort(byTime), kindName)?.wanted ?? kind.default === 'on'
  })
}

/** What holds for each registered kind, in the order of registration. */
export async function wishesOf(deps: MailDeps, accountId: string): Promise<Wish[]> {
  const choices = await choicesOf(deps, { accountId })
  return deps.kinds.all().map((kind) => {
    const chosen = latest(choices, kind.kind)
    const wanted = kind.category === 'service' || (chosen?.wanted ?? kind.default === 'on')
    return { kind, wanted, ...(chosen ? { chosen } : {}) }
  })
}

/**
 * Records choices that say something new: `kind` is a registered one or `all`. The latest of a kind holds; earlier ones
 * stay as a record.
 */
export async function choose(
  deps: MailDeps,
  holder: Holder,
  { wishes, how }: { wishes: readonly { kind: string; wanted: boolean }[]; how: ChoiceWay },
): Promise<void> {
  const at = deps.clock()
  const _id = keyOf(holder)
  const said = (await deps.wishes.findById(_id).lean<MailWishes | null>())?.choices ?? []
  const choices: Choice[] = wishes
    .filter(({ kind, wanted }) => lastWord(said, kind)?.wanted !== wanted)
    .map(({ kind, wanted }) => ({ kind, wanted, at, how }))
  if (choices.length === 0) return
  await deps.wishes.updateOne({ _id }, { $push: { choices: { $each: choices, $slice: -kept } } }, { upsert: true })
}

/** Forgets what an account chose. */
export async function forgetWishes(deps: MailDeps, accountId: string): Promise<void> {
  await deps.wishes.deleteOne({ _id: keyOf({ accountId }) })
}

/** All choices of somebody, in the order of time. */
async function choicesOf(deps: MailDeps, recipient: Recipient): Promise<Choice[]> {
  const found = await deps.wishes.find({ _id: { $in: keysOf(deps, recipient) } }).lean<MailWishes[]>()
  return found.flatMap(({ choices }) => choices).sort(byTime)
}

const byTime = (a: Choice, b: Choice): number => a.at.getTime() - b.at.getTime()

function keysOf(deps: MailDeps, { accountId, address }: Recipient): string[] {
  return [
    ...(accountId === undefined ? [] : [keyOf({ accountId })]),
    ...(address === undefined ? [] : [keyOf({ addressHash: addressHash(address, deps.secret) })]),
  ]
}

function latest(choices: readonly Choice[], kind: string): Choice | undefined {
  return choices.findLast((choice) => choice.kind === kind || choice.kind === everyKind)
}

/** What a new choice would repeat; «all» repeats only itself, with nothing said since. */
function lastWord(choices: readonly Choice[], kind: string): Choice | undefined {
  if (kind !== everyKind) return latest(choices, kind)
  const last = choices.at(-1)
  return last?.kind === everyKind ? last : undefined
}

const keyOf = (holder: Holder): string =>
  'accountId' in holder ? `account ${holder.accountId}` : `address ${holder.addressHash}`
