/**
 * Breaks a real server in every way that can be broken from outside, and looks whether anything was lost:
 * `npm run torture -- [scenario…] [--rounds 100] [--json file]`. Everything runs on loopback.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { movedClock } from './clock.ts'
import { kills } from './kills.ts'
import { mailAway, providerAway } from './others-away.ts'
import { fullDisk, silence } from './outages.ts'
import { overload } from './overload.ts'
import type { Outcome } from './scene.ts'

const scenarios: Readonly<Record<string, (rounds: number) => Promise<Outcome>>> = {
  kills,
  disk: fullDisk,
  silence,
  mail: mailAway,
  provider: providerAway,
  clock: movedClock,
  overload,
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '100' }, json: { type: 'string' } },
  })
  const rounds = Number(values.rounds)
  const names = positionals.length > 0 ? positionals : Object.keys(scenarios)
  const chosen = names.map((name) => ({ name, run: scenarios[name] }))
  const unknown = chosen.find(({ run }) => !run)
  if (unknown || !Number.isInteger(rounds) || rounds < 1 || rounds > 10_000)
    throw new Error(`npm run torture -- [${Object.keys(scenarios).join('|')}…] [--rounds 1 to 10000] [--json file]`)
  build()
  const outcomes: Outcome[] = []
  for (const { run } of chosen) {
    if (run) outcomes.push(await run(rounds))
    print(outcomes.at(-1))
  }
  const machine = `Node ${process.version}, ${cpus().length} processors, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`
  console.log(machine)
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ at: new Date(), machine, outcomes }, null, 2)}\n`)
  if (outcomes.some(({ faults }) => faults.length > 0)) process.exitCode = 1
}

function print(outcome: Outcome | undefined): void {
  if (!outcome) return
  console.log(`\n${outcome.scenario}: ${outcome.faults.length === 0 ? 'nothing lost, nothing doubled' : 'FAULTS'}`)
  for (const [what, figure] of Object.entries(outcome.figures)) console.log(`  ${what}: ${figure}`)
  for (const fault of outcome.faults.slice(0, 20)) console.log(`  ! ${fault}`)
}

function build(): void {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  const { status } = spawnSync(process.execPath, [script, '--when-needed'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed')
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error)
  process.exitCode = 1
})
