// Packs the built package, unpacks it into an empty folder as npm would, and uses it from hosts of every kind there:
// `tsx scripts/check-package.ts`. Nothing is fetched: what it depends on is linked from this project.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectRoot } from './support/files.ts'
import { report, type Fault } from './support/report.ts'

/** How long one host may take, in milliseconds. */
const patience = 30_000

const folder = mkdtempSync(join(tmpdir(), 'candor-package-'))
const faults: Fault[] = []
const hosts = {
  'express-5.mjs': hostOf("import express from 'express'\nimport { createCandor } from 'candor'"),
  'express-4.mjs': hostOf("import express from 'express4'\nimport { createCandor } from 'candor'"),
  'commonjs.cjs': hostOf("const express = require('express')\nconst { createCandor } = require('candor')"),
}
try {
  install()
  for (const [name, source] of Object.entries(hosts)) use(name, source)
  checkTypes()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report('package', { read: Object.keys(hosts).length + 2, faults })

/** A host that mounts the product, asks it for its home page and sign-in, and ends. */
function hostOf(imports: string): string {
  return `${imports}
const site = express()
const server = site.listen(0, '127.0.0.1', async () => {
  const url = 'http://127.0.0.1:' + server.address().port + '/support'
  const candor = await createCandor({ url, dataFolder: ${JSON.stringify(join(folder, 'data'))} + url.replace(/\\W/g, '-'), logLevel: 'silent' })
  site.use('/support', candor.app)
  candor.start()
  for (const path of ['/', '/sign-in', '/embed.js']) {
    const response = await fetch(url + path)
    if (response.status !== 200) throw new Error(path + ' answered ' + response.status)
  }
  server.closeAllConnections()
  server.close()
  await candor.close()
  console.log('done')
})
`
}

function install(): void {
  const options = { cwd: projectRoot, encoding: 'utf8' } as const
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], options)
  const target = join(folder, 'node_modules', 'candor')
  mkdirSync(target, { recursive: true })
  execFileSync('tar', [
    '-xzf',
    join(folder, packed.trim().split('\n').at(-1) ?? ''),
    '--strip-components=1',
    '-C',
    target,
  ])
  const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Record<
    'dependencies',
    object
  >
  for (const name of [...Object.keys(dependencies), 'express4', '@types/node']) link(name)
}

function link(name: string): void {
  const path = join(folder, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(projectRoot, 'node_modules', name), path)
}

function use(name: string, source: string): void {
  writeFileSync(join(folder, name), source)
  const { stdout, stderr } = spawnSync(process.execPath, [name], { cwd: folder, encoding: 'utf8', timeout: patience })
  if (stdout !== 'done\n') faults.push({ where: name, what: `did not run: ${stdout}${stderr}` })
  else if (stderr !== '') faults.push({ where: name, what: `said ${stderr}` })
}

/** Hosts in TypeScript get their types without anything but the package, and a wrong option doesn't compile. */
function checkTypes(): void {
  const right = `const candor: Candor = await createCandor({ url: 'http://localhost:3000/support', siteName: 'Help' })
candor.start()
await candor.close()
`
  const sources = {
    'right.mts': `import { createCandor, type Candor } from 'candor'\n${right}`,
    'right.cts': `import { createCandor, type Candor } from 'candor'\nasync function main(): Promise<void> {\n${right}}\nvoid main()\n`,
    'page.mts': `import type { CandorHandle } from 'candor/embed'
const handle: CandorHandle = window.Candor.create('#place', { widget: 'topics', count: 3, status: 'solved' })
handle.destroy()
`,
    'wrong.mts': `import { createCandor } from 'candor'\nawait createCandor({ siteNam: 'Help' })\n`,
  }
  for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, name), source)
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc')
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
    '--lib',
    'es2023,dom',
    '--skipLibCheck',
  ]
  const command = [tsc, ...options, ...Object.keys(sources)]
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', timeout: patience })
  const lines = stdout.split('\n').filter((line) => /^\S/.test(line))
  for (const line of lines.filter((each) => !each.startsWith('wrong.mts'))) faults.push({ where: 'types', what: line })
  if (!lines.some((line) => line.startsWith('wrong.mts')))
    faults.push({ where: 'types', what: 'a wrong option compiles' })
}
