import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { filesBelow, projectRoot } from './files.ts'
import type { Fault, Finding } from './report.ts'

const sourceFolders = ['src', 'test', 'bench', 'scripts', 'examples']

/**
 * Runs the rules of .dependency-cruiser.cjs over the sources below root, an absolute folder.
 * A source file that the cruiser did not read is a fault: a checker that reads nothing finds nothing.
 */
export async function checkImports(root: string): Promise<Finding> {
  const folders = sourceFolders.filter((folder) => existsSync(join(root, folder)))
  const result = await cruiseBelow(root, folders)
  const read = new Set(result.modules.map((module) => module.source))
  const expected = folders.flatMap((folder) => filesBelow(root, folder, '.ts'))
  return {
    read: expected.filter((file) => read.has(file)).length,
    faults: [...unread(expected, read), ...broken(result)],
  }
}

async function cruiseBelow(root: string, folders: string[]): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(join(projectRoot, '.dependency-cruiser.cjs'))
  const { output } = await cruise(folders, { ...options, baseDir: root })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text where a result was expected')
  return output
}

function unread(expected: string[], read: Set<string>): Fault[] {
  return expected
    .filter((file) => !read.has(file))
    .map((file) => ({ where: file, what: 'was not read by the import checker' }))
}

function broken({ summary }: ICruiseResult): Fault[] {
  return summary.violations.map(({ rule, from, to, cycle }) => ({
    where: from,
    what: `${rule.name}: ${cycle ? cycle.map((step) => step.name).join(' → ') : from === to ? 'stands alone' : `imports ${to}`}`,
  }))
}
