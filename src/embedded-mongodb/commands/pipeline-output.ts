import type { Document } from '../semantics/index.ts'
import type { Command } from './command.ts'
export async function writeOutput(
  _command: Command,
  _output: Document,
  _rows: AsyncIterable<Document> | Iterable<Document>,
): Promise<void> {
  await Promise.reject(new Error('not yet'))
}
