import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/support/files.ts'
import { inTree, type Files } from './tree.ts'

interface Report {
  issues: Record<'files' | 'exports' | 'dependencies' | 'unlisted', { name: string }[]>[]
}

const knip = join(projectRoot, 'node_modules', 'knip', 'bin', 'knip.js')

const files: Files = {
  'knip.json': readFileSync(join(projectRoot, 'knip.json'), 'utf8'),
  'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies: { unusedPackage: '1' } }),
  'src/index.ts': "import { used } from './part.ts'\nimport 'unlisted-package'\nused({ size: 1 })",
  'src/part.ts': `
    export interface Part { size: number }
    export const used = (part: Part) => part
    export const unusedExport = 1
    export const testedOnly = 2
  `,
  'src/left-over.ts': 'export const alone = 1',
  'test/part.test.ts': "import { testedOnly } from '../src/part.ts'\ntestedOnly.toFixed()",
}

/** What knip finds in the planted tree with this project's settings, as `kind name`. */
async function found(...flags: string[]): Promise<string[]> {
  return inTree(files, (root) => {
    const command = [knip, '--reporter', 'json', '--no-config-hints', ...flags]
    const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', timeout: 15_000 })
    assert.notEqual(stdout, '', stderr)
    const { issues } = JSON.parse(stdout) as Report
    return issues
      .flatMap((issue) =>
        (['files', 'exports', 'dependencies', 'unlisted'] as const).flatMap((kind) =>
          issue[kind].map(({ name }) => `${kind} ${name}`),
        ),
      )
      .sort()
  })
}

describe('the check for what is unused', () => {
  it('finds files, exports and dependencies that nobody uses, and packages that nobody listed', async () => {
    assert.deepEqual(await found(), [
      'dependencies unusedPackage',
      'exports unusedExport',
      'files src/left-over.ts',
      'unlisted unlisted-package',
    ])
  })

  it('does not take a test for a use', async () => {
    assert.ok((await found('--production')).includes('exports testedOnly'))
  })
})
