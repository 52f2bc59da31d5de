import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './files.ts'
import type { Finding } from './report.ts'

const deepest = 3

/** Checks that no source file lies deeper than three folders below root/src. */
export function checkDepth(root: string): Finding {
  const files = filesBelow(root, 'src', '.ts')
  const tooDeep = files.filter((file) => file.split('/').length - 2 > deepest)
  return {
    read: files.length,
    faults: tooDeep.map((where) => ({ where, what: `lies deeper than ${deepest} folders below src` })),
  }
}

/**
 * Checks that docs/dependencies.md has one row for each dependency in package.json and none for another:
 * one line of four cells: its name as code, what it does, why this one, who keeps it.
 */
export function checkDependencyList(root: string): Finding {
  const where = 'docs/dependencies.md'
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  const wanted = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})]
  const rows = readFileSync(join(root, where), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  const named = cells.map(([name = '']) => name.replaceAll('`', ''))
  const missing = wanted.filter((name) => !named.includes(name))
  const stale = named.filter((name) => !wanted.includes(name))
  const twice = named.filter((name, at) => named.indexOf(name) !== at)
  const bare = named.filter((_, at) => (cells[at] ?? []).length !== 4 || (cells[at] ?? []).includes(''))
  return {
    read: wanted.length,
    faults: [
      ...missing.map((name) => ({ where, what: `${name} has no line` })),
      ...stale.map((name) => ({ where, what: `${name} is no dependency any more` })),
      ...twice.map((name) => ({ where, what: `${name} has two lines` })),
      ...bare.map((name) => ({ where, what: `${name} does not tell what it does, why this one and who keeps it` })),
    ],
  }
}

interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
