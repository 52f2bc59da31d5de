import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { aCategory, aReply, aTopic, regular, type MadeCategory } from '../support/forum.ts'
import { until } from '../support/gate.ts'
import { Person, signedIn } from '../support/person.ts'
import { aRequest, decideBy, granting, storedRemovals } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'
import { everythingOf } from '../privacy/remains.ts'

/** `npm run test:nightly` kills 50. */
const rounds = Number(process.env['CANDOR_REMOVAL_KILLS'] ?? 1)
const tenMinutes = 10 * 60 * 1000

describe('a process that is killed while it removes something', () => {
  let app: Running
  let ann: Person
  let ben: Person
  let category: MadeCategory
  let ready: Promise<Process>[]
  let ahead = 0
  /** How long the work is thought to last, in milliseconds: what others do on the machine changes it. */
  let span = 300
  before(async () => {
    app = await startApp({ clock: () => new Date(Date.now() + ahead) })
    // Each round is ten minutes later; to start takes a process longer than all the rest.
    ready = [0, 1].slice(0, rounds).map((round) => startProcess(app, round * tenMinutes))
    ann = await regular(app, 'ann')
    ben = await regular(app, 'ben')
    await regular(app, 'mia')
    category = await aCategory(app)
  })
  after(async () => {
    for (const { child } of started) child.kill('SIGKILL')
    await app.stop()
  })

  it(`leaves what another one finishes: complete, proven, once (rounds: ${rounds})`, async function () {
    this.timeout(60_000 + rounds * 30_000)
    let cutOff = 0
    for (let round = 0; round < rounds; round += 1) {
      const process = await ready.shift()
      assert.ok(process)
      if (round + 2 < rounds) ready.push(startProcess(app, (round + 2) * tenMinutes))
      cutOff += Number(await killOne(process, round))
    }
    // Else nothing was tried.
    if (rounds >= 20) assert.ok(cutOff >= rounds / 4, `${cutOff} of ${rounds} were cut off in the middle`)
  })

  /** Gives whether the end came in the middle. */
  async function killOne({ child, port }: Process, round: number): Promise<boolean> {
    const marks = [randomUUID(), randomUUID(), randomUUID()]
    const topic = await aTopic(app, { by: ann, in: category, title: `Title ${marks[0]}`, text: `A text ${marks[1]}` })
    await aReply(topic.id, { by: ben, text: `> [Ann](/posts/${topic.openingId}):\n> A text ${marks[1]}\n\nI see.` })
    const reply = await aReply(topic.id, { by: ben, text: `Another one ${marks[2]} of Ben’s.` })
    const { id, email } = await aRequest(app, { about: [topic.path, `/posts/${reply}`] })
    const there = new Person({ ...app, reachedAt: `http://localhost:${port}` })
    there.agent.jar = (await signedIn(app, 'mia')).agent.jar
    const decided = { 'becomes-0': 'remove', 'becomes-1': 'remove', ...granting }
    const answer = decideBy(there, id, decided).catch(() => undefined)
    await untilTheEnd(id, round)
    child.kill('SIGKILL')
    await Promise.all([answer, child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined])

    const { cases, decisions, runs } = storedRemovals(app)
    const before = await cases.findOne({ _id: id })
    const isDecided = (await decisions.countDocuments({ caseId: id })) === 1
    ahead += tenMinutes
    const mia = await signedIn(app, 'mia')
    if (!isDecided) assert.equal((await decideBy(mia, id, decided)).status, 303)
    await app.removals.tend()
    // The next process runs already, and may have taken the plan.
    await until(async () => {
      await app.removals.run()
      return (await runs.countDocuments({ caseId: id, state: 'done' })) === 1
    })

    const item = await cases.findOne({ _id: id })
    assert.equal(item?.state, 'decided', `round ${round}`)
    for (const deed of ['decided', 'removed'])
      assert.equal(item.events.filter((event) => event.deed === deed).length, 1, `${deed}, once`)
    const done = await runs.find({ caseId: id, state: { $ne: 'cancelled' } }).toArray()
    assert.deepEqual(
      done.map(({ state, report, fingerprints }) => [state, report?.left, fingerprints]),
      [['done', [], undefined]],
    )
    const mails = await app.database.connection
      .collection('mails')
      .find({ to: email, subject: /Granted/ })
      .toArray()
    assert.equal(mails.length, 1, 'who asked is told once')
    const kept = await everythingOf(app, [])
    const holding = kept.filter(({ bytes }) => marks.some((mark) => bytes.includes(mark)))
    assert.deepEqual(
      holding.map(({ place }) => place),
      [],
      `round ${round}`,
    )
    const isCutOff = isDecided && before?.state !== 'decided'
    if (isDecided) span = Math.max(20, span * (isCutOff ? 1.3 : 0.6))
    return isCutOff
  }

  /** Some die before the decision is written, most of them at some moment after that. */
  async function untilTheEnd(caseId: string, round: number): Promise<void> {
    if (round % 5 === 4) return pause(randomInt(0, 200))
    await until(async () => (await storedRemovals(app).decisions.countDocuments({ caseId })) === 1)
    await pause(randomInt(0, Math.round(span)))
  }
})

/** Whatever becomes of the test, no process is left. */
const started: { child: ChildProcess }[] = []

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface Process {
  child: ChildProcess
  port: number
}

/** Another process of the same installation, on a port of its own. */
async function startProcess(app: Running, ahead: number): Promise<Process> {
  const script = fileURLToPath(new URL('./engine-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  started.push({ child })
  const { url, mongodbUri, dataFolder, uploadsFolder, logLevel } = app.config
  child.stdin.write(`${JSON.stringify({ options: { url, mongodbUri, dataFolder, uploadsFolder, logLevel }, ahead })}\n`)
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, port: Number(port) }
}
