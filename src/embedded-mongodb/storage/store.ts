import { Builder } from './builder.ts'
import { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { Reaper } from './reaper.ts'
import { Records } from './records.ts'
import { recover } from './recovery.ts'
import { Retries } from './retries.ts'
import { Writer } from './writer.ts'

/** Everything of one data folder. */
export interface Store {
  folder: string
  environment: Environment
  catalogue: Catalogue
  records: Records
  writer: Writer
  retries: Retries
  reaper: Reaper
  builder: Builder
  /**
   * Resolves when the files are closed. What a disk did not take stays in the journal for the next start.
   * `last` is called before that, when nothing is written any more.
   */
  close(last?: () => void): Promise<void>
}

/**
 * Everything of a data folder whose environment is open. Only for the one process that serves the folder. `commitAfter`: milliseconds
 * for which changes may be in the journal alone.
 */
export function openStore(folder: string, environment: Environment, commitAfter?: number): Store {
  const journal = recover(environment, folder)
  const catalogue = new Catalogue(environment)
  const writer = new Writer(
    { environment, journal, folder, commitAfter },
    { finish: () => catalogue.finish(), aborted: () => catalogue.load() },
  )
  const reaper = new Reaper(environment, catalogue, writer)
  const records = new Records(environment, catalogue)
  const builder = new Builder({ environment, catalogue, records, writer })
  const store: Store = {
    ...{ folder, environment, catalogue, records, writer, reaper, builder },
    retries: new Retries(environment),
    async close(last) {
      reaper.stop()
      builder.stop()
      await writer.close()
      journal.close()
      last?.()
      await environment.root.close()
    },
  }
  reaper.wake()
  builder.resume()
  return store
}
