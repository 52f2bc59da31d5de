import { allow, Conflict, NotFound, type Member } from '../../kernel/index.ts'
import type { FactorDeps } from '../deps.ts'
import type { Factor } from '../factor.model.ts'
import { newRecoveryCodes, plainCode } from '../recovery-codes.ts'
import { mayHaveFactor } from '../second-factor.policy.ts'
import { newSecret } from '../totp.ts'
import { checkCode } from './check-code.ts'

/** Makes a secret for somebody's authenticator, in place of one that was never confirmed. Throws Conflict where they have one. */
export async function begin(deps: FactorDeps, actor: Member): Promise<void> {
  allow(mayHaveFactor(actor))
  const fresh = { secret: deps.seal.close(newSecret()), begunAt: deps.clock(), recovery: [] }
  const { factors } = deps
  const replaced = await factors.updateOne(
    { _id: actor.id, confirmedAt: { $exists: false } },
    { $set: fresh, $unset: { lastStep: 1 } },
  )
  if (replaced.matchedCount === 1) return
  const made = await factors.updateOne({ _id: actor.id }, { $setOnInsert: fresh }, { upsert: true })
  if (made.upsertedCount !== 1) throw new Conflict('second-factor:rules.there')
}

/**
 * Confirms the secret with the first code of it, from when on it counts. Gives the recovery codes, which are shown this
 * once. Throws NotFound where nothing was begun, Invalid for a wrong code.
 */
export async function confirm(deps: FactorDeps, actor: Member, code: string): Promise<string[]> {
  allow(mayHaveFactor(actor))
  const factor = await deps.factors.findById(actor.id).lean<Factor>()
  if (!factor || factor.confirmedAt) throw new NotFound('nothing was begun')
  await checkCode(deps, factor, { code, takesRecovery: false })
  const codes = newRecoveryCodes()
  const confirmed = await deps.factors.updateOne(
    { _id: actor.id, secret: factor.secret, confirmedAt: { $exists: false } },
    { $set: { confirmedAt: deps.clock(), recovery: hashesOf(deps, codes) } },
  )
  if (confirmed.modifiedCount !== 1) throw new Conflict('second-factor:rules.there')
  await deps.audit.record(actor, { action: 'factor.setUp', thing: { kind: 'account', id: actor.id }, about: actor.id })
  await deps.tell(actor.id, 'setUp')
  return codes
}

/** New recovery codes in place of all that are left. Takes a code of the authenticator. */
export async function renewCodes(deps: FactorDeps, actor: Member, code: string): Promise<string[]> {
  const factor = await ownFactor(deps, actor)
  await checkCode(deps, factor, { code, takesRecovery: false })
  const codes = newRecoveryCodes()
  await deps.factors.updateOne({ _id: actor.id }, { $set: { recovery: hashesOf(deps, codes) } })
  return codes
}

/** The factor of somebody that counts. Throws NotFound where there is none. */
export async function ownFactor({ factors }: FactorDeps, { id }: Member): Promise<Factor> {
  const factor = await factors.findOne({ _id: id, confirmedAt: { $exists: true } }).lean<Factor>()
  if (!factor) throw new NotFound('no second factor')
  return factor
}

const hashesOf = ({ seal }: FactorDeps, codes: readonly string[]): string[] =>
  codes.map((code) => seal.hash(plainCode(code)))
