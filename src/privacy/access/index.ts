import type { Connection } from 'mongoose'
import type { Route } from '../../http/index.ts'
import type { DataDeclaration, MailedWish, PersonalDataHolder } from '../../kernel/index.ts'
import { accessHolder } from './access.holder.ts'
import { accessMailKinds } from './access.mail.ts'
import { accessData, defineAccess } from './access.model.ts'
import { accessRoutes } from './access.routes.ts'
import { noteCopySent } from './commands/answer-access.ts'
import { fileMailedAccess } from './commands/ask-access.ts'
import { tendAccess } from './commands/tend-access.ts'
import type { AccessDeps } from './deps.ts'

/** Requests of people without an account to know what is held of them. */
export interface Access {
  readonly routes: readonly Route[]
  readonly declarations: readonly DataDeclaration[]
  readonly holder: PersonalDataHolder
  /** A copy that was asked for without an account is on its way. */
  noteCopySent(exportId: string): Promise<void>
  /** Opens the request of a mail; false where it has to wait. */
  mailed(wish: MailedWish): Promise<boolean>
  /** For the job. */
  tend(): Promise<void>
}

/** Sets requests for access up on one instance's connection. */
export function createAccess({
  connection,
  ...rest
}: Omit<AccessDeps, 'requests'> & { connection: Connection }): Access {
  rest.mail.registerKinds(...accessMailKinds)
  const deps: AccessDeps = { ...rest, requests: defineAccess(connection) }
  return {
    routes: accessRoutes(deps).table,
    declarations: [accessData],
    holder: accessHolder(deps.requests),
    noteCopySent: (exportId) => noteCopySent(deps, exportId),
    mailed: (wish) => fileMailedAccess(deps, wish),
    tend: () => tendAccess(deps),
  }
}
