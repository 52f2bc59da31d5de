import assert from 'node:assert/strict'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { day, hour, minute, queued, startMail, type MailProcess } from './fixture.ts'

const impatient = { connect: 3000, greet: 1500, silence: 1500, whole: 6000 }

describe('a mail in trouble', () => {
  let server: MailServer
  let ours: MailProcess
  beforeEach(async () => {
    server = await startMailServer()
    ours = await startMail({ settings: { smtpUrl: server.url }, patience: impatient })
  })
  afterEach(async () => {
    await ours.stop()
    await server.stop()
  })

  /** What became of the only mail. */
  async function fate(
    of = ours,
  ): Promise<{ state: string; attempts: number; wait: number | undefined; error: string }> {
    const { state, attempts, nextAttemptAt, lastError } = await of.only()
    const wait = nextAttemptAt && nextAttemptAt.getTime() - of.time.now.getTime()
    return { state, attempts, wait, error: lastError ? `${lastError.code} ${lastError.smtp ?? ''}`.trim() : '' }
  }

  /** What becomes of a mail where a server may take only so long. */
  async function fateWith(patience: Partial<typeof impatient>): ReturnType<typeof fate> {
    const hasty = await startMail({ settings: { smtpUrl: server.url }, patience: { ...impatient, ...patience } })
    try {
      await queued(hasty.mail)
      await hasty.mail.sendDue()
      return await fate(hasty)
    } finally {
      await hasty.stop()
    }
  }

  it('is given up at once when the server refuses its recipient for good', async () => {
    server.behaviour.recipient = () => 550
    await queued(ours.mail)
    await ours.mail.sendDue()
    assert.deepEqual(await fate(), { state: 'dead', attempts: 1, wait: undefined, error: 'EENVELOPE 550' })
  })

  it('is given up at once when the server refuses its text for good', async () => {
    server.behaviour.message = () => 554
    await queued(ours.mail)
    await ours.mail.sendDue()
    assert.deepEqual(await fate(), { state: 'dead', attempts: 1, wait: undefined, error: 'EMESSAGE 554' })
  })

  it('is tried again after a minute when the recipient can’t be reached now, and is the same mail then', async () => {
    server.behaviour.message = () => (server.received.length === 1 ? 451 : undefined)
    const { messageId } = await queued(ours.mail)
    await ours.mail.sendDue()
    assert.deepEqual(await fate(), { state: 'waiting', attempts: 1, wait: minute, error: 'EMESSAGE 451' })
    ours.time.forward(minute - 1)
    await ours.mail.sendDue()
    assert.equal(server.received.length, 1, 'not before its time')
    ours.time.forward(1)
    await ours.mail.sendDue()
    assert.deepEqual(await fate(), { state: 'sent', attempts: 2, wait: undefined, error: '' })
    const [first, second] = server.received.map(({ raw }) => raw.replace(/--_NmP[^"\r\n]*/g, ''))
    assert.ok(first?.includes(`Message-ID: ${messageId}`))
    assert.equal(second, first)
  })

  it('is tried eight times within two days, ever more seldom, and given up', async () => {
    server.behaviour.recipient = () => 450
    await queued(ours.mail)
    const waits: (number | undefined)[] = []
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await ours.mail.sendDue()
      const { wait, attempts } = await fate()
      assert.equal(attempts, attempt)
      waits.push(wait)
      ours.time.forward(wait ?? 0)
    }
    assert.deepEqual(waits, [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, day, undefined])
    assert.equal((await fate()).state, 'dead')
  })

  it('waits when the server refuses the sender: a setting that somebody will mend', async () => {
    server.behaviour.sender = () => 553
    await queued(ours.mail)
    await ours.mail.sendDue()
    assert.deepEqual(await fate(), { state: 'waiting', attempts: 1, wait: minute, error: 'EENVELOPE 553' })
  })

  it('waits when the server closes down', async () => {
    server.behaviour.recipient = () => 421
    await queued(ours.mail)
    await ours.mail.sendDue()
    assert.equal((await fate()).state, 'waiting')
  })

  it('waits when the server says nothing to who connects', async () => {
    server.behaviour.isMute = true
    assert.deepEqual(await fateWith({ greet: 300 }), {
      state: 'waiting',
      attempts: 1,
      wait: minute,
      error: 'ETIMEDOUT',
    })
  })

  it('waits when the server falls silent after the text', async () => {
    server.behaviour.message = () => 'silence'
    assert.deepEqual(await fateWith({ silence: 300 }), {
      state: 'waiting',
      attempts: 1,
      wait: minute,
      error: 'ETIMEDOUT',
    })
  })

  it('waits when the server goes on and on', async () => {
    server.behaviour.message = () => 'silence'
    const { state, error } = await fateWith({ silence: 60_000, whole: 300 })
    assert.deepEqual([state, error], ['waiting', 'EABORT'])
  })

  it('waits when the connection is cut in the middle, and goes out once', async () => {
    server.behaviour.message = () => 'cut'
    await queued(ours.mail)
    await ours.mail.sendDue()
    assert.equal((await fate()).state, 'waiting')
    assert.equal(server.received.length, 1, 'nothing tries again behind our back')
    server.behaviour.message = () => undefined
    ours.time.forward(minute)
    await ours.mail.sendDue()
    assert.equal((await fate()).state, 'sent')
  })

  it('waits when there is no server, and costs those behind it no attempt', async () => {
    const { port } = server
    await server.stop()
    const away = await startMail({ settings: { smtpUrl: `smtp://127.0.0.1:${port}` }, patience: impatient })
    try {
      for (let count = 0; count < 20; count += 1) await queued(away.mail)
      await away.mail.sendDue()
      const attempts = (await away.stored()).map((mail) => mail.attempts)
      const tried = attempts.filter((count) => count > 0).length
      assert.ok(tried >= 1 && tried <= 3, `${tried} of 20 were tried`)
      assert.ok((await away.stored()).every(({ state }) => state === 'waiting'))
    } finally {
      await away.stop()
    }
  })

  it('does not stop others when the trouble is its own', async () => {
    server.behaviour.recipient = (address) => (address.startsWith('bad') ? 450 : undefined)
    for (const to of ['bad@example.com', 'ann@example.com', 'bad2@example.com', 'ben@example.com']) {
      await queued(ours.mail, { to })
    }
    await ours.mail.sendDue()
    assert.deepEqual(server.received.map(({ to }) => to[0]).sort(), ['ann@example.com', 'ben@example.com'])
  })

  it('tells the log its id and codes, never whom it was for', async () => {
    server.behaviour.recipient = () => 550
    const { id } = await queued(ours.mail, { subject: 'Something private', toName: 'Ann Archer' })
    await ours.mail.sendDue()
    const [line] = ours.log.lines()
    const { mail, kind, attempt, code, smtp } = line ?? {}
    assert.deepEqual(
      { mail, kind, attempt, code, smtp },
      { mail: id, kind: 'proof', attempt: 1, code: 'EENVELOPE', smtp: 550 },
    )
    assert.doesNotMatch(ours.log.text(), /ann|private/i)
  })
})
