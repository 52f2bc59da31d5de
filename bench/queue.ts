// The queue of requests over HTTP on the embedded store, small and large: `tsx bench/queue.ts [100000]`.
import { newId } from '../src/kernel/index.ts'
import type { SupportRequest } from '../src/tickets/request.model.ts'
import { requestStateNames } from '../src/tickets/tickets.words.ts'
import { signedIn, type Person } from '../test/support/person.ts'
import { startApp, type Running } from '../test/support/running.ts'
import { endStore } from '../test/support/store.ts'
import { accountOf } from '../test/support/tickets.ts'

const lists = ['waiting', 'mine', 'unassigned', 'overdue', 'active', 'solved', 'active&priority=urgent'] as const
/** Lists that the agent saved are counted beside each page. */
const saved = ['waiting', 'mine', 'active'].flatMap((list) => [
  { list, priority: 'urgent' },
  { list, priority: 'normal' },
  { list, tag: 'printer' },
  { list, tag: 'printer', priority: 'urgent' },
])
const rounds = 40
const batch = 1000
const small = 1000

const large = Number(process.argv[2] ?? 100_000)
try {
  const before = await measure(small)
  const after = await measure(large)
  console.log(`list                      ${small} requests  ${large} requests  ratio`)
  for (const list of lists) {
    const [one, many] = [before[list] ?? 0, after[list] ?? 0]
    const figures = [one, many].map((figure) => `${figure.toFixed(1)} ms`.padStart(15)).join('')
    console.log(`${list.padEnd(24)}${figures}  ${(many / one).toFixed(2)}`)
  }
} finally {
  await endStore()
}

/** The median time of a page of each list, first and second pages in turn, in milliseconds. */
async function measure(count: number): Promise<Record<string, number>> {
  const app = await startApp()
  try {
    const ada = await signedIn(app, 'ada')
    await fill(app, count, (await accountOf(app, 'ada')).id)
    const medians: Record<string, number> = {}
    for (const [index, filter] of saved.entries())
      await ada.send('/staff/requests/filters', { name: `Filter ${index}`, ...filter })
    for (const list of lists) medians[list] = await median(ada, `/staff/requests?list=${list}`)
    return medians
  } finally {
    await app.stop()
  }
}

async function median(ada: Person, first: string): Promise<number> {
  const times: number[] = []
  let address = first
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now()
    const page = await ada.visit(address)
    times.push(performance.now() - begun)
    if (page.status !== 200) throw new Error(`${address}: ${page.status}`)
    address = round % 2 === 0 ? (page.$('.pager [rel=next]').attr('href') ?? first) : first
  }
  return times.toSorted((one, other) => one - other)[rounds / 2] ?? 0
}

async function fill(app: Running, count: number, agentId: string): Promise<void> {
  const requests = app.database.connection.collection<SupportRequest>('requests')
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from)
    await requests.insertMany(Array.from({ length: size }, (_, index) => aRequest(from + index, { count, agentId })))
  }
}

/** Eight of ten are over, as after some years; each with a history of a dozen lines. */
function aRequest(n: number, { count, agentId }: { count: number; agentId: string }): SupportRequest {
  const state = requestStateNames[n % 10 < 8 ? 4 + (n % 2) : n % 4] ?? 'open'
  const isActive = state !== 'solved' && state !== 'closed'
  const waitsForUs = state === 'new' || state === 'open'
  const at = new Date(Date.UTC(2026, 0, 1) + ((n * 7919) % count) * 1000)
  const email = `customer-${n}@example.com`
  const line = { at, deed: 'state', from: 'open', to: 'pending', by: agentId, role: 'agent' } as const
  return {
    _id: newId(),
    number: n + 5000,
    subject: `Request ${n}`,
    state,
    priority: n % 49 === 8 ? 'urgent' : 'normal',
    tags: n % 5 === 0 ? ['printer'] : [],
    assigneeId: n % 3 === 0 ? null : agentId,
    actors: [agentId],
    openingId: newId(),
    people: [{ key: newId(), role: 'requester', email, name: `Customer ${n}`, isProven: true, addedAt: at }],
    viewers: [`m:${email}`],
    source: 'web',
    locale: 'en',
    version: 1,
    isActive,
    waitsForUs,
    createdAt: at,
    lastMessageAt: at,
    lastMessageBy: 'requester',
    messageCount: 3,
    time: { spent: 0, since: null },
    firstReplyAt: null,
    firstReplyDue: null,
    solveDue: null,
    dueAt: waitsForUs ? at : null,
    hiddenFor: [],
    history: Array.from({ length: 12 }, () => line),
  }
}
