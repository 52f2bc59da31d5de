import type { Account } from '../accounts/index.ts'
import type { Route } from '../http/index.ts'
import type { DataDeclaration, DataSubject, Erased, MailedWish } from '../kernel/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Exports } from './exports/index.ts'
import type { Policies } from './policies/index.ts'
import type { FacebookRequests } from './facebook-requests.ts'

/** People's hold over what is kept of them: the face of this feature. */
export interface Privacy {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  /** The public page about everything that is held of people, made of what all features declare. */
  mapRoutes(declarations: readonly DataDeclaration[]): readonly Route[]
  readonly jobs: readonly Job[]
  readonly erased: readonly Erased[]
  /** Copies of what is held of people. */
  readonly exports: Pick<Exports, 'makeDue' | 'drop'>
  /** The texts that the site is run under. */
  readonly policies: Omit<Policies, 'routes' | 'declarations' | 'holder'>
  /** Erases an account with everything of it. Gives the code of a status page. */
  erase(account: Account): Promise<string>
  /** Erases everything that is held of a person, with an account or without. Safe to run again. */
  forget(subject: DataSubject): Promise<void>
  /** Opens the request of a mail that asks for a copy of what is held; false where it has to wait for a mail that went out lately. */
  mailed(wish: MailedWish): Promise<boolean>
  /** Notes a demand for erasure that found nobody, for its status page. Gives the code. */
  noteNothing(): Promise<string>
  /** Closes an account for now, as its person could. */
  close(account: Account): Promise<void>
  comeBack(accountId: string): Promise<boolean>
  /** Carries out departures that are due; for the job. */
  settleDue(): Promise<number>
  /** Carries out what Facebook asks for on behalf of its people. */
  facebookRequests(issuer: string): FacebookRequests
  /** What became of an erasure, by the code of its status page. */
  stateOf(code: string): Promise<{ askedAt: Date; doneAt?: Date } | undefined>
}
