import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** File contents by path relative to the tree's root. */
export type Files = Readonly<Record<string, string>>

/** Writes the files to a new temporary folder, hands its path over and removes it afterwards, also after an error. */
export async function inTree<Result>(files: Files, use: (root: string) => Result | Promise<Result>): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), 'candor-tree-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      const file = join(root, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    return await use(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
