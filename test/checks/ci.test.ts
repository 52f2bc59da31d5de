import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { projectRoot } from '../../scripts/support/files.ts'
import { inTree } from './tree.ts'

/** How each npm command ends, by its name: an exit code and, for a suite, the counts that its reporter writes. */
type Outcomes = Record<string, { code?: number; counts?: string }>

/** Stands in for npm: ends as the outcomes say, without anything being installed or run. */
const npm = `#!/usr/bin/env node
const { writeFileSync } = require('node:fs')
const [first, second, ...rest] = process.argv.slice(2)
const name = first === 'run' ? second : first
const { code = 0, counts } = JSON.parse(process.env.OUTCOMES)[name] ?? {}
const file = rest.find((part) => part.startsWith('counts='))?.slice(7)
if (file && counts) writeFileSync(file, counts)
process.exit(code)
`

const passing: Outcomes = { test: { counts: '20 0\n' }, 'test:browser': { counts: '3 0\n' } }

async function runCi(outcomes: Outcomes): Promise<{ lastLine: string; code: number | null }> {
  const files = {
    '.ci/run': readFileSync(join(projectRoot, '.ci', 'run'), 'utf8'),
    'bin/npm': npm,
    'bin/chromium': '#!/bin/sh\n',
  }
  return inTree(files, (root) => {
    for (const file of Object.keys(files)) chmodSync(join(root, file), 0o755)
    const path = `${join(root, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`
    const env = { ...process.env, PATH: path, OUTCOMES: JSON.stringify({ ...passing, ...outcomes }) }
    const { stdout, status } = spawnSync(join(root, '.ci', 'run'), { env, encoding: 'utf8', timeout: 20_000 })
    return { lastLine: stdout.trim().split('\n').at(-1) ?? '', code: status }
  })
}

describe('the run of all checks', () => {
  it('sums static checks and tests up in its last line', async () => {
    assert.deepEqual(await runCi({}), { lastLine: '32 passed, 0 failed', code: 0 })
  })

  it('goes on after a failing check and fails', async () => {
    assert.deepEqual(await runCi({ lint: { code: 1 }, build: { code: 2 } }), {
      lastLine: '30 passed, 2 failed',
      code: 1,
    })
  })

  it('counts failing tests', async () => {
    assert.deepEqual(await runCi({ test: { code: 4, counts: '16 4\n' } }), { lastLine: '28 passed, 4 failed', code: 1 })
  })

  it('counts a suite that passed and did not end well as one failure', async () => {
    assert.deepEqual(await runCi({ test: { code: 124, counts: '20 0\n' } }), {
      lastLine: '32 passed, 1 failed',
      code: 1,
    })
  })

  it('counts a suite that ran nothing as one failure', async () => {
    assert.deepEqual(await runCi({ 'test:browser': { counts: '0 0\n' } }), { lastLine: '29 passed, 1 failed', code: 1 })
  })

  it('stops when the packages can not be installed', async () => {
    assert.deepEqual(await runCi({ ci: { code: 1 } }), { lastLine: '0 passed, 1 failed', code: 1 })
  })
})
