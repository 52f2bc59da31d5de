import { freshForm, page, type Answer, type FormState, type Visit } from '../http/index.ts'
import type { Member } from '../kernel/index.ts'
import type { FactorDeps } from './deps.ts'
import type { Factor } from './factor.model.ts'
import { qrPicture } from './picture.ts'
import { mayRemoveFactor } from './second-factor.policy.ts'
import { addressFor } from './totp.ts'

interface Shown {
  visit: Visit<unknown, unknown>
  form?: FormState
}

/** One's second factor in the state that it is in: none, waiting for its first code, or set up. */
export async function factorPage(deps: FactorDeps, actor: Member, { visit, form }: Shown): Promise<Answer> {
  const factor = await deps.factors.findById(actor.id).lean<Factor>()
  const head = {
    title: visit.formats.t('second-factor:own.title'),
    robots: 'noindex' as const,
    section: 'me' as const,
  }
  const common = { isRequired: deps.isRequired, beginAction: deps.link('/me/second-factor') }
  const action = `/me/second-factor/${factor?.confirmedAt ? 'codes' : 'confirmation'}`
  const asked = form ? { ...form, values: { code: '' } } : freshForm(action, { code: '' })
  return page('second-factor/own', {
    view: { ...common, ...stateOf(deps, factor, { actor, visit }) },
    head,
    form: asked,
  })
}

function stateOf(
  deps: FactorDeps,
  factor: Factor | null,
  { actor, visit }: { actor: Member; visit: Visit<unknown, unknown> },
): object {
  if (!factor) return { state: 'none' }
  if (factor.confirmedAt) {
    return {
      state: 'there',
      since: factor.confirmedAt,
      codesLeft: factor.recovery.length,
      codesAction: '/me/second-factor/codes',
      ...(mayRemoveFactor(actor, deps).allowed ? { removalAction: '/me/second-factor/removal' } : {}),
    }
  }
  const secret = deps.seal.open(factor.secret)
  // Sealed by another secret than the one of today: it is begun anew.
  if (secret === undefined) return { state: 'none' }
  const address = addressFor(secret, { issuer: deps.siteName, label: visit.me?.name ?? actor.id })
  return { state: 'waiting', picture: qrPicture(address), key: secret.replace(/(.{4})(?=.)/g, '$1 '), address }
}
