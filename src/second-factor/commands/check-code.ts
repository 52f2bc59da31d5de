import { Invalid } from '../../kernel/index.ts'
import type { FactorDeps } from '../deps.ts'
import type { Factor } from '../factor.model.ts'
import { plainCode } from '../recovery-codes.ts'
import { stepOf } from '../totp.ts'

/**
 * Takes a code of the authenticator, or a recovery code where `takesRecovery`; each once only, also when it comes twice
 * at the same time. Throws Invalid for a code that isn't right, that was used, or that came too late.
 */
export async function checkCode(
  deps: FactorDeps,
  factor: Factor,
  { code, takesRecovery }: { code: string; takesRecovery: boolean },
): Promise<'authenticator' | 'recovery'> {
  const plain = plainCode(code)
  if (/^\d{6}$/.test(plain)) {
    if (await takeStep(deps, factor, plain)) return 'authenticator'
  } else if (takesRecovery && (await takeRecovery(deps, factor, plain))) return 'recovery'
  throw new Invalid({ code: 'second-factor:rules.wrong' })
}

async function takeStep({ factors, seal, clock }: FactorDeps, factor: Factor, code: string): Promise<boolean> {
  const secret = seal.open(factor.secret)
  if (secret === undefined) throw new Invalid({ code: 'second-factor:rules.unreadable' })
  const step = stepOf(secret, code, clock())
  if (step === undefined) return false
  const taken = await factors.updateOne(
    {
      _id: factor._id,
      secret: factor.secret,
      $or: [{ lastStep: { $exists: false } }, { lastStep: { $lt: step } }],
    },
    { $set: { lastStep: step } },
  )
  return taken.modifiedCount === 1
}

async function takeRecovery({ factors, seal }: FactorDeps, { _id }: Factor, code: string): Promise<boolean> {
  const hash = seal.hash(code)
  const taken = await factors.updateOne({ _id, recovery: hash }, { $pull: { recovery: hash } })
  return taken.modifiedCount === 1
}
