import { readFileSync } from 'node:fs'
import type { Work } from './sides.ts'

/** `client` and `server` are microseconds of processor time for one operation: those depend less on what else the machine does. */
export interface Figure {
  rate: number
  client: number
  server: number
}

/** What does the work, and the processes that serve it. */
export interface Side {
  work: Work
  pids: () => number[]
}

/** Lets all sides work in turn, again and again, so that what else the machine does meets them all. Gives the median of each. */
export async function compare<Name extends string>(
  sides: Record<Name, Side>,
  plan: { connections: number; rounds: number; milliseconds: number },
): Promise<Record<Name, Figure>> {
  const names = Object.keys(sides) as Name[]
  const found = new Map(names.map((name) => [name, [] as Figure[]]))
  for (let round = 0; round <= plan.rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const time = round === 0 ? 300 : plan.milliseconds
      const figure = await measure(sides[name], plan.connections, time)
      // The first round warms up.
      if (round > 0) found.get(name)?.push(figure)
    }
  }
  return Object.fromEntries(names.map((name) => [name, middle(found.get(name) ?? [])])) as Record<Name, Figure>
}

async function measure(side: Side, connections: number, time: number): Promise<Figure> {
  const before = { client: process.cpuUsage(), server: cpuOf(side.pids()) }
  const began = performance.now()
  let done = 0
  const works = Array.from({ length: connections }, async (_, connection) => {
    while (performance.now() - began < time) {
      await side.work(connection)
      done++
    }
  })
  await Promise.all(works)
  const taken = performance.now() - began
  const { user, system } = process.cpuUsage(before.client)
  const server = (cpuOf(side.pids()) - before.server) / done
  return { rate: (done / taken) * 1000, client: (user + system) / done, server }
}

/** Microseconds of processor time that the processes have used; the system counts in hundredths of a second. */
function cpuOf(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + (Number(fields[11]) + Number(fields[12])) * 10_000
  }, 0)
}

function middle(figures: Figure[]): Figure {
  const of = (field: keyof Figure): number => median(figures.map((figure) => figure[field]))
  return { rate: of('rate'), client: of('client'), server: of('server') }
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** Mebibytes of a process that are its own, without the pages of the data file. */
export function memoryOf(pid: number): number {
  const anonymous = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(anonymous) / 1024)
}
