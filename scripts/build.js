// Compiles src/ to dist/. With --when-needed it does nothing when dist/ is newer than every source file,
// so that `npm start` costs a build only after a change.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', '.built')

if (process.argv.includes('--when-needed') && isFresh()) process.exit(0)

rmSync(join(root, 'dist'), { recursive: true, force: true })
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
writeFileSync(stamp, '')

function isFresh() {
  // An installed package brings dist/ and no sources: nothing to build.
  if (!existsSync(join(root, 'src'))) return true
  if (!existsSync(stamp)) return false
  const built = statSync(stamp).mtimeMs
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return [...sources, join(root, 'tsconfig.json'), join(root, 'tsconfig.build.json')].every(
    (file) => statSync(file).mtimeMs <= built,
  )
}
