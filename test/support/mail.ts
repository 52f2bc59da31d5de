import assert from 'node:assert/strict'
import type { Running } from './running.ts'

const prepared = new WeakSet<Running>()

/** The id of a mail to a customer that is in the outbox of a running instance. */
export async function aMailThat(app: Running, state: 'waits' | 'was given up'): Promise<string> {
  if (!prepared.has(app)) {
    const words = { titleKey: 'forum:reply.title', textKey: 'forum:reply.text' }
    app.mail.registerKinds({ kind: 'test-notice', category: 'notification', default: 'on', ...words })
    prepared.add(app)
  }
  // An earlier test may have stopped these mails.
  await app.database.connection.collection('mailwishes').deleteMany({})
  const enqueued = await app.mail.enqueue(
    {
      kind: 'test-notice',
      to: 'somebody@example.com',
      locale: 'en',
      subject: 'A notice',
      blocks: [{ kind: 'text', text: 'Something happened.' }],
      footer: 'You get this because a test wants it.',
    },
    { toProvenAddress: true },
  )
  assert.ok(enqueued.outcome === 'queued')
  if (state === 'was given up') {
    const mails = app.database.connection.collection<{ _id: string }>('mails')
    await mails.updateOne({ _id: enqueued.id }, { $set: { state: 'dead' }, $unset: { nextAttemptAt: 1 } })
  }
  return enqueued.id
}

/** The path below the mount path that ends the mails of a kind for the recipient of one. */
export async function wayOutOfMail(app: Running): Promise<string> {
  const mail = await app.mail.outbox.find(await aMailThat(app, 'waits'))
  const address = /\S+\/unsubscribe\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  assert.ok(address.startsWith(`${app.url}/unsubscribe/`), mail?.text)
  return address.slice(app.url.length)
}
