import assert from 'node:assert/strict'
import { createConnection, type Connection } from 'mongoose'
import { createJobRunner, type Job, type JobRunner } from '../../src/jobs/runner.ts'
import { until } from '../support/gate.ts'
import { freshDatabase } from '../support/store.ts'

const aMinute = 60_000

/** A job that counts its runs, and one process that may run it. */
interface Process {
  runner: JobRunner
  errors: [string, unknown][]
}

describe('the jobs', () => {
  let connection: Connection
  let now: Date
  const later = (milliseconds: number): void => {
    now = new Date(now.getTime() + milliseconds)
  }
  const aProcess = (...jobs: Job[]): Process => {
    const errors: [string, unknown][] = []
    const onError = (job: string, error: unknown): void => void errors.push([job, error])
    return { runner: createJobRunner({ connection, clock: () => now, jobs, onError }), errors }
  }
  const job = (name: string, run: () => Promise<void>): Job => ({ name, every: aMinute, lease: aMinute, run })
  const state = (name: string): Promise<Record<string, unknown> | null> =>
    connection.collection<{ _id: string }>('jobs').findOne({ _id: name })

  before(async () => {
    connection = await createConnection(await freshDatabase(), { autoIndex: false, autoCreate: false }).asPromise()
  })
  after(async () => {
    await connection.dropDatabase()
    await connection.close()
  })
  beforeEach(() => {
    now = new Date('2024-05-01T00:00:00Z')
  })
  afterEach(() => connection.collection('jobs').deleteMany({}))

  it('wait for their first interval, then run once in each', async () => {
    let runs = 0
    const { runner } = aProcess(job('counting', () => Promise.resolve(void (runs += 1))))
    assert.deepEqual(await runner.runDue(), [])
    later(aMinute - 1)
    assert.deepEqual(await runner.runDue(), [])
    later(1)
    assert.deepEqual(await runner.runDue(), ['counting'])
    assert.deepEqual(await runner.runDue(), [])
    later(5 * aMinute)
    assert.deepEqual(await runner.runDue(), ['counting'])
    assert.equal(runs, 2)
  })

  it('are run by one of several processes that look at the same moment', async () => {
    let runs = 0
    const counting = job('shared', () => Promise.resolve(void (runs += 1)))
    const processes = Array.from({ length: 5 }, () => aProcess(counting).runner)
    await Promise.all(processes.map((runner) => runner.runDue()))
    later(aMinute)
    const ran = await Promise.all(processes.map((runner) => runner.runDue()))
    assert.deepEqual(ran.flat(), ['shared'])
    assert.equal(runs, 1)
  })

  it('are taken over from a process that died, once its lease is over', async () => {
    const release = { dead: (): void => undefined }
    const hanging = new Promise<void>((resolve) => (release.dead = resolve))
    const dead = aProcess(job('taken over', () => hanging)).runner
    const alive = aProcess(job('taken over', () => Promise.resolve())).runner
    await alive.runDue()
    later(aMinute)
    const underWay = dead.runDue()
    await until(async () => (await state('taken over'))?.['leasedUntil'] !== undefined)
    later(aMinute - 1)
    assert.deepEqual(await alive.runDue(), [])
    later(1)
    assert.deepEqual(await alive.runDue(), ['taken over'])
    release.dead()
    await underWay
  })

  it('are taken over within a minute from a process that died, however long a run may take', async () => {
    const release = { dead: (): void => undefined }
    const hanging = new Promise<void>((resolve) => (release.dead = resolve))
    const anHour = 60 * aMinute
    const dead = aProcess({ ...job('long', () => hanging), lease: anHour }).runner
    const alive = aProcess({ ...job('long', () => Promise.resolve()), lease: anHour }).runner
    await alive.runDue()
    later(aMinute)
    const underWay = dead.runDue()
    await until(async () => (await state('long'))?.['leasedUntil'] !== undefined)
    later(aMinute)
    assert.deepEqual(await alive.runDue(), ['long'])
    release.dead()
    await underWay
  })

  it('go on after the clock was wrong, however far ahead it was', async () => {
    const { runner } = aProcess(job('ahead', () => Promise.resolve()))
    await runner.runDue()
    later(400 * 24 * 60 * aMinute)
    assert.deepEqual(await runner.runDue(), ['ahead'])
    later(-400 * 24 * 60 * aMinute)
    assert.deepEqual(await runner.runDue(), ['ahead'])
    assert.deepEqual(await runner.runDue(), [])
  })

  it('are not let go by a slow process that somebody has taken over from', async () => {
    const release = { slow: (): void => undefined, quick: (): void => undefined }
    const slow = aProcess(job('slow', () => new Promise<void>((resolve) => (release.slow = resolve)))).runner
    const quick = aProcess(job('slow', () => new Promise<void>((resolve) => (release.quick = resolve)))).runner
    await slow.runDue()
    later(aMinute)
    const first = slow.runDue()
    await until(async () => (await state('slow'))?.['leasedUntil'] !== undefined)
    later(aMinute + 1)
    const second = quick.runDue()
    const lease = new Date(now.getTime() + aMinute)
    await until(async () => (await state('slow'))?.['leasedUntil']?.valueOf() === lease.getTime())
    release.slow()
    await first
    // The slow one's end says nothing about the run that is under way now.
    assert.deepEqual((await state('slow'))?.['leasedUntil'], lease)
    release.quick()
    await second
    assert.equal((await state('slow'))?.['leasedUntil'], undefined)
  })

  it('that fail are noted, told of, and tried again at their next time; the others go on', async () => {
    let isBroken = true
    const failing = job('failing', () =>
      isBroken ? Promise.reject(new TypeError('with a name in it')) : Promise.resolve(),
    )
    const { runner, errors } = aProcess(
      failing,
      job('another', () => Promise.resolve()),
    )
    await runner.runDue()
    later(aMinute)
    assert.deepEqual(await runner.runDue(), ['failing', 'another'])
    assert.equal(errors.length, 1)
    assert.equal(errors[0]?.[0], 'failing')
    const noted = await state('failing')
    assert.equal(noted?.['lastError'], 'TypeError')
    assert.doesNotMatch(JSON.stringify(noted), /with a name/)
    assert.deepEqual(await runner.runDue(), [])
    isBroken = false
    later(aMinute)
    await runner.runDue()
    assert.equal((await state('failing'))?.['lastError'], undefined)
    assert.deepEqual((await state('failing'))?.['lastEndedAt'], now)
  })

  it('begin by themselves once started, and stop when told to, after a run under way', async () => {
    let isDone = false
    const release = { run: (): void => undefined }
    const { runner } = aProcess(
      job('started', async () => {
        await new Promise<void>((resolve) => (release.run = resolve))
        isDone = true
      }),
    )
    await runner.runDue()
    later(aMinute)
    runner.start()
    await until(async () => (await state('started'))?.['leasedUntil'] !== undefined)
    const stopped = runner.stop()
    release.run()
    await stopped
    assert.equal(isDone, true)
  })
})
