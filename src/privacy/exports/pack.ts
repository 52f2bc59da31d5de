import type { DataSubject } from '../../kernel/index.ts'
import { dataJson, type ExportHead } from './data-json.ts'
import type { ExportDeps, HeldKinds } from './deps.ts'
import type { DataExport } from './export.model.ts'
import { gatherFiles, type ExportFiles } from './files.ts'
import { readablePage } from './readable.ts'
import { zip, type ZipEntry } from '../../files/index.ts'

/**
 * Everything held of somebody as a ZIP archive: `data.json`, `index.html` and the files of both. The features are asked
 * twice, so that neither form waits in memory for the other.
 */
export function pack(deps: ExportDeps, made: DataExport): AsyncGenerator<Uint8Array> {
  return zip(entriesOf(deps, made), deps.clock())
}

async function* entriesOf(deps: ExportDeps, made: DataExport): AsyncGenerator<ZipEntry> {
  const { accountId, locale } = made
  const email = accountId === undefined ? made.email : await deps.addressOf(accountId)
  const subject = { ...(accountId === undefined ? {} : { accountId }), ...(email === undefined ? {} : { email }) }
  const head: ExportHead = { site: deps.siteName, madeAt: deps.clock(), subject }
  const files = gatherFiles()
  yield { name: 'data.json', pieces: dataJson(head, await heldOf(deps, subject), files) }
  const reader = { say: deps.translator(locale), locale, files }
  yield { name: 'index.html', pieces: readablePage(head, await heldOf(deps, subject), reader) }
  yield* filesOf(files)
}

async function* filesOf(files: ExportFiles): AsyncGenerator<ZipEntry> {
  for (const { path, file } of files.all()) {
    const bytes = await file.read()
    if (bytes) yield { name: path, pieces: [bytes], isPacked: true }
  }
}

async function heldOf({ holders }: ExportDeps, subject: DataSubject): Promise<HeldKinds> {
  const held = await Promise.all(holders.map((holder) => holder.export(subject)))
  return held.flatMap((kinds) => Object.entries(kinds))
}
