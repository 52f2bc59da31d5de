import { randomBytes } from 'node:crypto'
import { ServerError } from '../errors.ts'
import { isDocument, type Document, type Documents, type ExpressionOptions } from '../semantics/index.ts'
import type { Index } from '../storage/collection.ts'
import { checkedNamespace, type Command } from './command.ts'
import { prepareDocument } from './insert.ts'
import { mergeStatement, readMerge } from './pipeline-merge.ts'
import { runStatements, type Statement } from './statements.ts'

const portion = 500

/** What a pipeline gave, and what its expressions were compiled with. */
interface Results {
  rows: Documents
  options: ExpressionOptions
}

/** Writes a pipeline's documents to where its last stage says. Throws ServerError. */
export async function writeOutput(command: Command, output: Document, { rows, options }: Results): Promise<void> {
  if (output['$merge'] !== undefined) {
    const merge = readMerge(command, output['$merge'], options)
    await inPortions(rows, (documents) =>
      run(
        command,
        documents.map((document) => mergeStatement(command, merge, document)),
      ),
    )
  } else await writeOut(command, targetOf(command, output['$out']), rows)
}

function targetOf(command: Command, target: unknown): string {
  if (typeof target === 'string') return checkedNamespace(command.db, target)
  if (isDocument(target) && typeof target['db'] === 'string' && typeof target['coll'] === 'string') {
    return checkedNamespace(target['db'], target['coll'])
  }
  throw new ServerError('FailedToParse', '$out only supports a string or object argument')
}

/** Fills a collection beside the target and puts it in its place in one step, with the target's indexes. */
async function writeOut(command: Command, ns: string, rows: Documents): Promise<void> {
  const { store } = command.services
  const { catalogue, records, writer } = store
  const draft = `${ns.slice(0, ns.indexOf('.'))}.tmp.agg_out.${randomBytes(8).toString('hex')}`
  await writer.run(() => {
    const target = catalogue.get(ns)
    const collection = catalogue.create(draft, target?.options ?? {})
    const copied = (target?.indexes ?? [])
      .slice(1)
      .map((index): Index => ({ ...index, id: catalogue.number(), ready: true }))
    collection.indexes = [...collection.indexes, ...copied]
  })
  try {
    await inPortions(rows, async (documents) => {
      const prepared = documents.map(prepareDocument)
      await writer.run(() => {
        const collection = catalogue.ensure(draft)
        for (const { document, bytes } of prepared) records.insert(collection, document, bytes)
      })
    })
    await writer.run(() => {
      const target = catalogue.get(ns)
      if (target) catalogue.drop(target)
      catalogue.rename(catalogue.ensure(draft), ns)
    })
  } catch (error) {
    await writer.run(() => {
      const collection = catalogue.get(draft)
      if (collection) catalogue.drop(collection)
    })
    throw error
  } finally {
    store.reaper.wake()
  }
}

async function inPortions(rows: Documents, write: (documents: Document[]) => Promise<void>): Promise<void> {
  let gathered: Document[] = []
  for await (const document of rows) {
    gathered.push(document)
    if (gathered.length < portion) continue
    await write(gathered)
    gathered = []
  }
  if (gathered.length > 0) await write(gathered)
}

async function run(command: Command, statements: Statement[]): Promise<void> {
  const { txnNumber: _, ...body } = command.body
  const outcome = await runStatements({ ...command, body }, statements, true)
  const [failure] = outcome.errors
  if (failure) throw failure.error
}
