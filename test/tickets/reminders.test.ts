import assert from 'node:assert/strict'
import { signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'

describe('reminders of requests that are due', () => {
  let app: Running
  // A Monday; the first reply to a normal request is due after eight working hours, at 17:00.
  let now = new Date('2026-03-02T09:00:00Z')
  before(async () => {
    app = await startApp({ clock: () => now, options: { businessHours: 'Mon-Fri 09:00-17:00' } })
    for (const name of ['ann', 'ada', 'olga'] as const) await signedIn(app, name)
  })
  after(() => app.stop())

  const accounts = () => app.database.connection.collection<{ _id: string; roles: ['agent'] }>('accounts')
  const actor = async (name: string) => {
    const account = await accounts().findOne({ email: `${name}@demo.example` })
    return { kind: 'member', id: account?._id ?? '', roles: account?.roles ?? [] } as const
  }
  const reminders = async (): Promise<string[]> => {
    const found = await app.database.connection
      .collection('mails')
      .find({ kind: 'request-reminder' })
      .sort({ to: 1 })
      .toArray()
    return found.map(({ to, subject, text }) => `${String(to)} ${String(subject)} ${String(text)}`)
  }
  const runAt = async (time: string): Promise<void> => {
    now = new Date(time)
    await app.jobs.runDue()
  }

  it('go to every agent while nobody answers it, within the hour before, once', async () => {
    const words = { subject: 'It stops', text: 'Help', format: 'markdown', files: [], locale: 'en' } as const
    await app.tickets.open(await actor('ann'), words)
    await runAt('2026-03-02T15:30:00Z')
    assert.deepEqual(await reminders(), [])
    await runAt('2026-03-02T16:05:00Z')
    await runAt('2026-03-02T16:20:00Z')
    const [ada, olga, ...more] = await reminders()
    assert.match(
      ada ?? '',
      /^ada@demo\.example \[#\d+\] It stops [^]*first reply, which is due Mar 2, 2026, 5:00\sPM UTC/,
    )
    assert.match(olga ?? '', /^olga@demo\.example /)
    assert.deepEqual(more, [])
  })

  it('go to who answers it, about the solution once the first reply is given, and stop while it waits', async () => {
    const requests = app.database.connection.collection<{ number: number; dueAt: Date | null }>('requests')
    const { number = 0 } = (await requests.findOne()) ?? {}
    const ada = await actor('ada')
    await app.tickets.add(ada, {
      number,
      kind: 'message',
      text: 'We look',
      format: 'markdown',
      files: [],
      side: 'staff',
    })
    await requests.updateOne({ number }, { $set: { assigneeId: ada.id } as object })
    const { dueAt } = (await requests.findOne()) ?? {}
    assert.ok(dueAt)
    await runAt(new Date(dueAt.getTime() - 1000).toISOString())
    const all = await reminders()
    assert.equal(all.length, 3)
    assert.equal(all.filter((line) => /^ada.*to be solved by/s.test(line)).length, 1)
    now = new Date(dueAt.getTime() + 1000)
    const overdue = async (): Promise<string> =>
      (await (await signedIn(app, 'ada')).visit('/staff/requests?list=overdue')).$('.request-rows').text()
    assert.match(await overdue(), new RegExp(`#${number}\\b`))
    await app.tickets.setState(ada, { number, event: 'wait' })
    assert.equal(await overdue(), '')
    await runAt(new Date(dueAt.getTime() + 3_600_000).toISOString())
    assert.equal((await reminders()).length, 3)
  })
})
