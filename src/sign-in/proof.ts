import type { ProvenIdentity } from '../accounts/index.ts'

/** What a provider proved: who it is, and the issuer's name for its own session where it has one. */
export interface Proof {
  identity: ProvenIdentity
  sid?: string
}

/** How Passport's strategies are told what came of a sign-in. */
export type Settle = (error: unknown, proof?: Proof) => void

/** Tells a strategy the proof that `make` gives, or why there is none. */
export function settle(done: Settle, make: () => Proof): void {
  let proof: Proof
  try {
    proof = make()
  } catch (error) {
    done(error)
    return
  }
  done(null, proof)
}
