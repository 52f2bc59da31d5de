import { Builder } from './builder.ts'
import { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { Reaper } from './reaper.ts'
import { Records } from './records.ts'
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
  /** Resolves when all that was written is on the disk and the files are closed. */
  close(): Promise<void>
}

/** Everything of a data folder whose environment is open. Only for the one process that serves the folder. */
export function openStore(folder: string, environment: Environment): Store {
  const catalogue = new Catalogue(environment)
  const writer = new Writer(environment, folder, {
    finish: () => catalogue.finish(),
    aborted: () => catalogue.load(),
  })
  const reaper = new Reaper(environment, catalogue, writer)
  const records = new Records(environment, catalogue)
  const builder = new Builder({ environment, catalogue, records, writer })
  const store: Store = {
    ...{ folder, environment, catalogue, records, writer, reaper, builder },
    retries: new Retries(environment.sessions),
    async close() {
      reaper.stop()
      builder.stop()
      await writer.settle()
      await environment.root.close()
    },
  }
  reaper.wake()
  builder.resume()
  return store
}
