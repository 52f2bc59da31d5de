import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret that nobody had to choose: made once and kept beside the store, readable by its owner only. */
export async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'session-secret')
  await mkdir(folder, { recursive: true })
  try {
    // `wx`: of two processes that start at once one writes, the other reads what was written.
    await writeFile(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFile(file, 'utf8')
}
