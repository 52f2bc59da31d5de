import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret that nobody had to choose: made once and kept beside the store, readable by its owner only. */
export async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'session-secret')
  const known = await readKept(file)
  if (known !== undefined) return known
  await mkdir(folder, { recursive: true })
  const secret = randomBytes(48).toString('base64url')
  const draft = `${file}.${secret.slice(0, 8)}`
  await writeFile(draft, secret, { flag: 'wx', mode: 0o600 })
  try {
    // Under its name only when it is whole: of two processes that start at once one is first, and a crash leaves no half.
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(file, 'utf8')
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
