import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this project, absolute. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** All files below root/folder with the given ending, as sorted paths relative to root with `/`. Empty without the folder. */
export function filesBelow(root: string, folder: string, ending: string): string[] {
  const top = join(root, folder)
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort()
}
