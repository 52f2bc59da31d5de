import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from '../support/gate.ts'
import { startMailServer, type MailServer } from '../support/smtp.ts'
import { minute, queued, startMail, type MailProcess } from './fixture.ts'

const impatient = { connect: 3000, greet: 3000, silence: 3000, whole: 6000 }

describe('several processes that send', () => {
  let server: MailServer
  let one: MailProcess
  let two: MailProcess
  beforeEach(async () => {
    server = await startMailServer()
    one = await startMail({ settings: { smtpUrl: server.url } })
    two = await startMail({ settings: { smtpUrl: server.url }, beside: one })
  })
  afterEach(async () => {
    await two.stop()
    await one.stop()
    await server.stop()
  })

  it('send each mail once between them', async () => {
    for (let count = 0; count < 40; count += 1) await queued(one.mail, { to: `person${count}@example.com` })
    await Promise.all([one.mail.sendDue(), two.mail.sendDue(), one.mail.sendDue()])
    const addresses = server.received.map(({ to }) => to[0])
    assert.equal(addresses.length, 40)
    assert.equal(new Set(addresses).size, 40)
  })

  it('leave a mail to who has it, until the lease is over', async () => {
    let answer: (() => void) | undefined
    server.behaviour.message = () => new Promise((resolve) => (answer = () => resolve(undefined)))
    await queued(one.mail)
    const sending = one.mail.sendDue()
    await until(() => Promise.resolve(server.received.length === 1))
    one.time.forward(9 * minute)
    await two.mail.sendDue()
    assert.equal(server.received.length, 1)
    answer?.()
    await sending
    assert.equal((await one.stored())[0]?.state, 'sent')
  })

  it('believe a delivery that is told after the lease was over', async () => {
    const answers: (() => void)[] = []
    server.behaviour.message = () => new Promise((resolve) => answers.push(() => resolve(undefined)))
    await queued(one.mail)
    const slow = one.mail.sendDue()
    await until(() => Promise.resolve(server.received.length === 1))
    one.time.forward(10 * minute)
    server.behaviour.recipient = () => 450
    await two.mail.sendDue()
    assert.equal((await one.stored())[0]?.state, 'waiting', 'the other one failed')
    answers[0]?.()
    await slow
    const [mail] = await one.stored()
    assert.equal(mail?.state, 'sent')
    assert.equal(mail.nextAttemptAt, undefined)
  })

  it('send again what a process had that was killed before it could note it, with the same Message-ID', async () => {
    const { messageId } = await queued(one.mail)
    server.behaviour.message = () => {
      child.kill('SIGKILL')
      return undefined
    }
    const script = fileURLToPath(new URL('./sending-process.ts', import.meta.url))
    const args = ['--import', 'tsx', script, one.databaseUri, server.url, one.time.now.toISOString()]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    assert.equal(signal, 'SIGKILL')
    assert.equal((await one.stored())[0]?.state, 'sending')

    server.behaviour.message = () => undefined
    await two.mail.sendDue()
    assert.equal(server.received.length, 1, 'the lease of the dead process still holds')
    one.time.forward(10 * minute)
    await two.mail.sendDue()
    assert.deepEqual(
      server.received.map(({ mime }) => mime.header('message-id')),
      [messageId, messageId],
    )
    const [mail] = await one.stored()
    assert.deepEqual([mail?.state, mail?.attempts], ['sent', 2])
  })

  it('give up a mail that outlives no attempt', async () => {
    await queued(one.mail)
    await one.connection.collection('mails').updateOne({}, { $set: { state: 'sending', attempts: 8 } })
    await one.mail.sendDue()
    const [mail] = await one.stored()
    assert.deepEqual([mail?.state, mail?.lastError], ['dead', { code: 'ELEASE' }])
    assert.deepEqual(server.received, [])
  })
})

describe('a process that sends', () => {
  let server: MailServer
  beforeEach(async () => {
    server = await startMailServer({ security: true })
  })
  afterEach(() => server.stop())

  async function withMail(url: string, test: (ours: MailProcess) => Promise<void>): Promise<void> {
    const ours = await startMail({ settings: { smtpUrl: url }, patience: impatient })
    try {
      await test(ours)
    } finally {
      await ours.stop()
    }
  }

  it('sends a mail as soon as it is written, once it was started', () =>
    withMail(`${server.url}?tls.rejectUnauthorized=false`, async (ours) => {
      await queued(ours.mail, { to: 'early@example.com' })
      assert.equal(server.received.length, 0, 'a process that runs no jobs sends nothing')
      ours.mail.start()
      await until(() => Promise.resolve(server.received.length === 1))
      await queued(ours.mail, { to: 'late@example.com' })
      await until(() => Promise.resolve(server.received.length === 2))
    }))

  it('lets a mail under way arrive before it ends, and takes no other', () =>
    withMail(`${server.url}?tls.rejectUnauthorized=false`, async (ours) => {
      for (let count = 0; count < 10; count += 1) await queued(ours.mail)
      let release = (): void => undefined
      const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)))
      server.behaviour.message = () => held
      ours.mail.start()
      await until(() => Promise.resolve(server.received.length === 3))
      const stopped = ours.mail.stop()
      release()
      await stopped
      const states = (await ours.stored()).map(({ state }) => state)
      assert.equal(states.filter((state) => state === 'sent').length, 3)
      assert.equal(states.filter((state) => state === 'waiting').length, 7)
    }))

  it('speaks in cipher where the server can, and shows its name and password only then', () =>
    withMail(`smtp://ann:secret%20word@127.0.0.1:${server.port}?tls.rejectUnauthorized=false`, async (ours) => {
      await queued(ours.mail)
      await ours.mail.sendDue()
      assert.equal(server.received.length, 1)
      assert.deepEqual(server.users, ['ann'])
    }))

  it('waits while the server does not take its password', () =>
    withMail(`smtp://ann:wrong@127.0.0.1:${server.port}?tls.rejectUnauthorized=false`, async (ours) => {
      await queued(ours.mail)
      await ours.mail.sendDue()
      const [mail] = await ours.stored()
      assert.deepEqual([mail?.state, mail?.lastError], ['waiting', { code: 'EAUTH', smtp: 535 }])
    }))

  it('does not believe a certificate that nobody vouches for', () =>
    withMail(server.url, async (ours) => {
      await queued(ours.mail)
      await ours.mail.sendDue()
      assert.deepEqual(server.received, [])
      assert.equal((await ours.stored())[0]?.state, 'waiting')
    }))

  it('insists on a cipher when the setting says so', async () => {
    const plain = await startMailServer()
    try {
      await withMail(`${plain.url}?requireTLS=true`, async (ours) => {
        await queued(ours.mail)
        await ours.mail.sendDue()
        assert.deepEqual(plain.received, [])
        assert.equal((await ours.stored())[0]?.state, 'waiting')
      })
    } finally {
      await plain.stop()
    }
  })
})
