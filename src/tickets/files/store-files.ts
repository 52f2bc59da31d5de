import { createHash } from 'node:crypto'
import { Invalid } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import type { Attachment } from '../message.model.ts'
import type { IncomingFile } from '../sender.ts'
import { largestFile, most } from '../tickets.words.ts'
import { safeFileName } from './file-name.ts'
import { judgeFile } from './judge-file.ts'

/**
 * Judges and keeps the files of a message that is about to be written; what no message names in the end is swept away by
 * a job. Throws Invalid (`files`) for too many, one that is too large, or one of a kind that isn't taken.
 */
export async function storeFiles(deps: TicketDeps, files: readonly IncomingFile[]): Promise<Attachment[]> {
  if (files.length > most.files) throw new Invalid({ files: 'tickets:rules.tooManyFiles' })
  if (files.some(({ bytes }) => bytes.length > largestFile)) throw new Invalid({ files: 'tickets:rules.fileTooLarge' })
  const judged = files.map((file) => ({ ...file, kind: judgeFile(file.bytes) }))
  const kept: Attachment[] = []
  for (const { name, bytes, kind } of judged) {
    if (!kind) throw new Invalid({ files: 'tickets:rules.fileKind' })
    kept.push({
      key: deps.randomToken(18),
      name: safeFileName(name, kind),
      type: kind.type,
      size: bytes.length,
      hash: createHash('sha256').update(bytes).digest('hex'),
    })
  }
  for (const [index, { key }] of kept.entries()) {
    const file = files[index]
    if (file) await deps.files.put(key, file.bytes)
  }
  return kept
}
