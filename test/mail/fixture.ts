import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Collection, Connection } from 'mongoose'
import { ensureIndexes, openDatabase } from '../../src/database/index.ts'
import { loadMessages } from '../../src/http/index.ts'
import { randomToken } from '../../src/kernel/index.ts'
import { createMail, type Mail, type OutgoingMail } from '../../src/mail/index.ts'
import type { MailOptions } from '../../src/mail/mail.ts'
import type { StoredMail } from '../../src/mail/mail.model.ts'
import { keepLog, type KeptLog } from '../support/log.ts'
import { freshDatabase } from '../support/store.ts'

export const secret = 'a secret of the tests, long enough for them'
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Mail of one process, on a database that another may share. */
export interface MailProcess {
  mail: Mail
  connection: Connection
  databaseUri: string
  time: { now: Date; forward: (milliseconds: number) => void }
  log: KeptLog
  /** What the outbox holds, oldest first. */
  stored: () => Promise<StoredMail[]>
  /** The mail that the outbox holds, where it holds one. */
  only: () => Promise<StoredMail>
  collection: (name: string) => Collection<{ _id: string }>
  stop: () => Promise<void>
}

interface Wishes {
  settings?: Partial<MailOptions['config']>
  patience?: MailOptions['patience']
  /** Another process of the same installation: same database, same time. */
  beside?: MailProcess
}

/** Sets mail up as the product does, with a clock that stands until it is moved and three kinds of mail. */
export async function startMail({ settings = {}, patience, beside }: Wishes = {}): Promise<MailProcess> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'candor-mail-'))
  const databaseUri = beside?.databaseUri ?? (await freshDatabase())
  const database = await openDatabase({ mongodbUri: databaseUri, dataFolder })
  const time = beside?.time ?? aTime()
  const log = keepLog()
  const messages = loadMessages(fileURLToPath(new URL('../../locales', import.meta.url)))
  const mail = createMail({
    connection: database.connection,
    clock: () => time.now,
    config: { url: 'https://help.example/support', siteName: 'Example Help', ...settings },
    log: log.log,
    randomToken,
    secret,
    translator: (locale) => messages.translator(locale),
    ...(patience ? { patience } : {}),
  })
  registerKinds(mail)
  await ensureIndexes(database.connection)
  const collection = (name: string): Collection<{ _id: string }> => database.connection.collection(name)
  const stored = (): Promise<StoredMail[]> =>
    database.connection.collection<StoredMail>('mails').find().sort({ createdAt: 1, _id: 1 }).toArray()
  return {
    mail,
    connection: database.connection,
    databaseUri,
    time,
    log,
    collection,
    stored,
    async only() {
      const [mail, ...others] = await stored()
      assert.ok(mail && others.length === 0)
      return mail
    },
    async stop() {
      await mail.stop()
      if (!beside) await database.connection.db?.dropDatabase()
      await database.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

function aTime(): MailProcess['time'] {
  const time = {
    now: new Date('2026-03-01T12:00:00Z'),
    forward: (milliseconds: number) => {
      time.now = new Date(time.now.getTime() + milliseconds)
    },
  }
  return time
}

/** One kind of each category; their words are borrowed from elsewhere. */
export function registerKinds(mail: Mail): void {
  const words = { titleKey: 'forum:reply.title', textKey: 'forum:reply.text' }
  mail.registerKinds(
    { kind: 'proof', category: 'service', default: 'on', ...words },
    { kind: 'reply', category: 'notification', default: 'on', ...words },
    { kind: 'digest', category: 'notification', default: 'off', ...words },
    { kind: 'offer', category: 'marketing', default: 'off', ...words },
  )
}

/** A mail like any other. */
export function aMail(wishes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    kind: 'proof',
    to: 'ann@example.com',
    locale: 'en',
    subject: 'Confirm your address',
    blocks: [{ kind: 'text', text: 'Somebody gave this address.' }],
    footer: 'You get this because your address was entered at Example Help.',
    ...wishes,
  }
}

/** Enqueues to a proven address and expects it to be taken. */
export async function queued(
  mail: Mail,
  wishes: Partial<OutgoingMail> = {},
): Promise<{ id: string; messageId: string }> {
  const enqueued = await mail.enqueue(aMail(wishes), { toProvenAddress: true })
  assert.ok(enqueued.outcome === 'queued')
  return enqueued
}
