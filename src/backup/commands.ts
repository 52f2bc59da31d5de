import type { Connection } from 'mongoose'
import { ConfigError, type Config } from '../config/index.ts'
import type { Erased } from '../kernel/index.ts'
import { eraseAgain, erasedNow, readErased, writeErased } from './erased-file.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup, type Product } from './restore-backup.ts'

/** What the commands need of the whole product. */
interface Whole {
  database: { connection: Connection }
  erased: readonly Erased[]
  mail: { holdBack: () => Promise<number> }
  forum: { reconcile: () => Promise<unknown> }
}

type With = <Result>(config: Config, work: (whole: Whole) => Promise<Result>) => Promise<Result>
type Command = (config: Config, ...given: (string | undefined)[]) => Promise<string>

/** Commands that save everything, bring it back, and keep what is gone from coming back with it. */
export function backupCommands(withWhole: With): Readonly<Record<string, Command>> {
  return {
    backup: (config, folder) =>
      withWhole(config, async ({ database, erased }) => {
        const { connection } = database
        const { isOfOneMoment, documents } = await makeBackup({ connection, config, erased }, named(folder, 'folder'))
        const count = Object.values(documents).reduce((sum, each) => sum + each, 0)
        const how = isOfOneMoment ? 'as they were at one moment' : 'read while others may have written'
        return `Saved ${count} documents, ${how}, with files and with the ids of what is gone for good.`
      }),
    restore: async (config, folder, erasedFile) => {
      const withProduct = <Result>(work: (product: Product) => Promise<Result>): Promise<Result> =>
        withWhole(config, ({ erased, mail, forum }) =>
          work({ erased, holdBackMails: () => mail.holdBack(), reconcile: () => forum.reconcile() }),
        )
      const from = named(folder, 'folder of a backup')
      const { at, documents, goneAgain, mailsHeldBack } = await restoreBackup({ config, from, erasedFile, withProduct })
      return `Restored ${documents} documents of ${at}. ${goneText(goneAgain)} Mails that waited then, and are given up: ${mailsHeldBack}; send them again under Staff, Mail.`
    },
    erased: (config, path) =>
      withWhole(config, async ({ erased }) => {
        const count = await writeErased(named(path, 'file'), await erasedNow(erased))
        return `Wrote the ids of ${count} things that are gone for good.`
      }),
    'erase-again': (config, path) =>
      withWhole(config, async ({ erased, forum }) => {
        const counts = await eraseAgain(erased, await readErased(named(path, 'file')))
        await forum.reconcile()
        return goneText(counts)
      }),
  }
}

function named(argument: string | undefined, what: string): string {
  if (argument === undefined) throw new ConfigError(`Name a ${what}.`)
  return argument
}

function goneText(counts: ReadonlyMap<string, number>): string {
  const each = [...counts].map(([kind, count]) => `${count} ${kind}`)
  return `Gone again: ${each.join(', ') || 'nothing'}.`
}
