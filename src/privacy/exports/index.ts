import type { Connection } from 'mongoose'
import type { Accounts } from '../../accounts/index.ts'
import type { Clock, DataSubject, PersonalDataHolder } from '../../kernel/index.ts'
import type { Mail, Translator } from '../../mail/index.ts'
import type { Route } from '../../http/index.ts'
import { exportFileName } from './address.ts'
import { askExport } from './commands/ask-export.ts'
import { dropExports, sweepExports, type WhichExports } from './commands/drop-exports.ts'
import { makeExports } from './commands/make-exports.ts'
import type { ExportDeps } from './deps.ts'
import { defineExports, type DataExport } from './export.model.ts'
import { exportsHolder } from './exports.holder.ts'
import { exportMailKinds, mailReady } from './exports.mail.ts'
import { exportRoutes } from './exports.routes.ts'
import { openExport, type OpenedExport } from './queries/open-export.ts'

export { exportData } from './export.model.ts'

/** Copies of what is held of people. */
export interface Exports {
  readonly routes: readonly Route[]
  readonly holder: PersonalDataHolder
  ask(subject: DataSubject, options: { locale: string }): Promise<DataExport>
  /** Makes those that wait and erases those that are over; for the job. */
  makeDue(): Promise<number>
  drop(which: WhichExports): Promise<void>
  /** One that belongs to an address without an account, by the name that was mailed. */
  openMailed(fileName: string): Promise<OpenedExport>
}

interface Options {
  connection: Connection
  accounts: Accounts
  mail: Mail
  translator: Translator
  clock: Clock
  siteName: string
  secret: string
  fullAddress: (path: string) => string
  /** Told of a copy for an address without an account that is on its way by mail. */
  onMailed: (exportId: string) => Promise<void>
  /** Every other feature that holds something of people. */
  holders: readonly PersonalDataHolder[]
}

/** Path below the mount path of an export that was mailed to an address without an account. */
const mailedExportPath = '/my-data'

/** Sets exports up on one instance's connection. */
export function createExports({ connection, holders, ...rest }: Options): Exports {
  const { accounts, mail, translator } = rest
  mail.registerKinds(...exportMailKinds)
  const all = [...holders]
  const deps: ExportDeps = {
    ...rest,
    ...defineExports(connection),
    holders: all,
    addressOf: async (id) => (await accounts.recipients([id])).get(id)?.email,
    tellReady: (made) => tellReady(made, { ...rest, mail, translator }),
  }
  const holder = exportsHolder(deps)
  all.push(holder)
  return {
    routes: exportRoutes(deps).table,
    holder,
    ask: (subject, options) => askExport(deps, subject, options),
    async makeDue() {
      await sweepExports(deps)
      return makeExports(deps)
    },
    drop: (which) => dropExports(deps, which),
    openMailed: (fileName) => openExport(deps, { actor: { kind: 'visitor' }, fileName }),
  }
}

async function tellReady(
  { _id, accountId, email, locale, expiresAt: until }: DataExport,
  { accounts, mail, translator, fullAddress, secret, onMailed }: Omit<Options, 'connection' | 'holders'>,
): Promise<void> {
  if (accountId === undefined) {
    const address = fullAddress(`${mailedExportPath}/${exportFileName(_id, secret)}`)
    if (email !== undefined) await mailReady(mail, translator, { exportId: _id, to: email, locale, address, until })
    await onMailed(_id)
    return
  }
  const to = (await accounts.recipients([accountId])).get(accountId)?.email
  if (to !== undefined)
    await mailReady(mail, translator, { exportId: _id, to, accountId, locale, address: fullAddress('/me/data'), until })
}
