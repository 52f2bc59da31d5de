/** The long form of the crash test: `npx tsx test/embedded-mongodb/torture/rounds.ts [rounds]`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRounds } from './crash.ts'

const rounds = Number(process.argv[2] ?? 100)
const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
try {
  const { writes } = await crashRounds({ folder, rounds, writeFor: 400 })
  process.stdout.write(`${rounds} rounds, ${writes} acknowledged writes, all there; the indexes equal their rebuild\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
