import type { Flash } from './answers.ts'

/** By which of their identities a person came in; `sid` is the issuer's own name for its session. */
export interface CameBy {
  provider: string
  issuer: string
  subject: string
  sid?: string
}

/** What somebody typed before they were signed in: waits in their session until they are. */
export interface Draft {
  /** Path below the mount path that the form is posted to. */
  action: string
  values: Readonly<Record<string, string>>
  at: Date
}

/** What a session holds: whose it is, and short-lived state of a sign-in under way. */
export interface SessionValues {
  accountId?: string
  startedAt?: Date
  lastUsedAt?: Date
  /** Its person asked to stay signed in on this device: the cookie outlives the browser. */
  stays?: boolean
  /** The kind of browser in two words. */
  browser?: string
  cameBy?: CameBy
  /** When its person last showed their second factor in it. */
  factorAt?: Date
  flash?: Flash[]
  /** Where to go after signing in: a path below the mount path. */
  returnTo?: string
  /** This sign-in is to be one that stays. */
  asksToStay?: boolean
  /** An identity that was proven and has no account yet, with what the provider gave: until the greeting page is done. */
  pending?: unknown
  /** This sign-in is to add an identity to the account of whoever is signed in. */
  isLinking?: boolean
  /** A frame on another site's page that waits to act for them: the hash of its token, and that site's origin. */
  frame?: { challenge: string; site: string }
  /** Was sent to the host application to sign in there, and is expected back. */
  isAtHost?: boolean
  /** Signed out here while signed in at the host, under this subject: the host's word alone doesn't bring them back. */
  staysOut?: string
  /** What was typed before the sign-in. */
  draft?: Draft
  /** Somebody was too young in this browser's session; going back changes nothing. */
  isRefused?: boolean
}
