// Lists the licences of everything that is installed with the product, and fails at one that was never agreed to:
// `npm run licences`. What stands only under development is not shipped, and not listed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './support/files.ts'

/** Licences that allow use in any product, with the notice that each asks for. LGPL: libvips, linked as a library of its own. */
const agreed = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'PSF-2.0',
  'OFL-1.1',
  'LGPL-3.0-or-later',
]

/** Packages that name their licence in a file or in an old form only; each was read. */
const readByHand: Readonly<Record<string, string>> = {
  busboy: 'MIT',
  only: 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
  streamsearch: 'MIT',
  xtraverse: 'MIT',
}

interface Locked {
  version?: string
  license?: string
  dev?: boolean
  devOptional?: boolean
}

const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}
const shipped = Object.entries(packages).filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
const byLicence = new Map<string, string[]>()
for (const [path, locked] of shipped) {
  const name = path.replace(/^.*node_modules\//, '')
  const { version = '', license = readByHand[name] ?? 'none named' } = locked
  byLicence.set(license, [...(byLicence.get(license) ?? []), `${name} ${version}`])
}
const isAgreed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((part) => agreed.includes(part.trim())))
const refused = [...byLicence].filter(([licence]) => !isAgreed(licence))

for (const [licence, names] of [...byLicence].toSorted(([, one], [, other]) => other.length - one.length)) {
  const shown = names.length > 12 ? `${names.length} packages` : [...new Set(names)].toSorted().join(', ')
  console.log(`${licence.padEnd(28)} ${shown}`)
}
console.log(`${shipped.length} packages in all`)
if (refused.length > 0) {
  console.error(`Not agreed to: ${refused.map(([licence, names]) => `${licence} (${names.join(', ')})`).join('; ')}`)
  process.exitCode = 1
}
