import { HeldFile } from '../../kernel/index.ts'
import type { HeldKinds } from './deps.ts'
import type { ExportFiles } from './files.ts'

/** The version of the form that docs/export-schema.md describes; goes up when a reader of it would have to change. */
const exportSchemaVersion = 1

export interface ExportHead {
  site: string
  madeAt: Date
  subject: { accountId?: string; email?: string }
}

/** An export as JSON, thing by thing; files are told by their path in the archive. */
export async function* dataJson(head: ExportHead, held: HeldKinds, files: ExportFiles): AsyncGenerator<string> {
  const write = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => (part instanceof HeldFile ? files.pathOf(part) : part))
  yield `{"schema":${exportSchemaVersion},"site":${write(head.site)},"madeAt":${write(head.madeAt)},`
  yield `"subject":${write(head.subject)},"data":{`
  for (const [index, [kind, things]] of held.entries()) {
    yield `${index === 0 ? '' : ','}\n${write(kind)}:[`
    let isFirst = true
    for await (const thing of things) {
      yield `${isFirst ? '' : ','}\n${write(thing)}`
      isFirst = false
    }
    yield ']'
  }
  yield '\n}}\n'
}
