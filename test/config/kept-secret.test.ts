import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptSecret } from '../../src/config/index.ts'

describe('the secret that nobody had to choose', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'candor-secret-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is one for all that start at once, whole from the first moment that it has its name, and its owner alone reads it', async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(join(folder, 'data'))))
    assert.equal(new Set(secrets).size, 1)
    assert.match(secrets[0] ?? '', /^[\w-]{64}$/)
    assert.deepEqual(readdirSync(join(folder, 'data')), ['session-secret'])
    assert.equal(statSync(join(folder, 'data', 'session-secret')).mode & 0o777, 0o600)
  })

  it('stays what it was, and what a start that was cut off left beside it is not taken for it', async () => {
    writeFileSync(join(folder, 'session-secret.half'), '')
    const first = await keptSecret(folder)
    assert.equal(await keptSecret(folder), first)
    assert.equal(readFileSync(join(folder, 'session-secret'), 'utf8'), first)
  })
})
