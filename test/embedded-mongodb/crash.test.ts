import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRounds } from './torture/crash.ts'

describe('a server that is killed while it writes', function () {
  // Processes are started and killed: on a machine that is busy with other tests that takes many times as long.
  this.timeout(120_000)
  it('keeps every acknowledged write and has indexes that equal a rebuild', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
    try {
      const { writes } = await crashRounds({ folder, rounds: 3, writeFor: 400 })
      assert.ok(writes > 100, `only ${writes} writes`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
