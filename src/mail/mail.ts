import type { Connection } from 'mongoose'
import type { Clock, RandomToken, Removable } from '../kernel/index.ts'
import type { MailDeps, MailLog, Translator } from './deps.ts'
import { createMailKinds, type MailKind } from './kinds.ts'
import { defineMail, type Thing } from './mail.model.ts'
import type { Enqueued, OutgoingMail, SendOptions } from './message.ts'
import { enqueueAll } from './outbox/enqueue-all.ts'
import { enqueue } from './outbox/enqueue.ts'
import { cancelAbout, clean, forget, holdAbout, releaseAbout } from './outbox/forget.ts'
import { holdBack } from './outbox/hold-back.ts'
import { createOutbox, sentTo, type Outbox, type SentMail } from './outbox/inspect.ts'
import { defineMailedAddress } from './outbox/mailed-address.model.ts'
import { removableMail } from './outbox/removable-mail.ts'
import type { Renew } from './outbox/renewal.ts'
import { sendDue } from './outbox/send-due.ts'
import { createPump } from './pump.ts'
import { threadId, type MailSettings } from './settings.ts'
import { mailboxTransport } from './transports/mailbox.ts'
import { smtpTransport, type Patience } from './transports/smtp.ts'
import { createPreferences, type Preferences } from './wishes/preferences.ts'
import { mayMail, type Recipient } from './wishes/wishes.ts'
import { defineWishes } from './wishes/wishes.model.ts'

/** Something for the job runner; the shape is its own. */
interface MailJob {
  name: string
  every: number
  lease: number
  run: () => Promise<void>
}

/** Mail of one instance: what features send, what people want, and what the owner sees of it. */
export interface Mail {
  /** Announces kinds of mail, before the first is sent; they stand on the page of preferences in this order. */
  registerKinds(...kinds: readonly MailKind[]): void
  /** Puts a mail into the outbox. What is not to be sent is told by the outcome; see `enqueue` for what throws. */
  enqueue(message: OutgoingMail, options: SendOptions): Promise<Enqueued>
  /** Puts many mails of one kind to proven addresses into the outbox, each once; gives how many were added. */
  enqueueAll(messages: readonly (OutgoingMail & { once: string })[]): Promise<number>
  /** Has the words of a kind's mails made at the moment of sending, when `renew` may also say that it is not to be sent. */
  renewAtSending(kind: string, renew: Renew): void
  /** Whether a kind may be sent to somebody; `enqueue` asks by itself, this saves making a mail in vain. */
  mayMail(recipient: Recipient, kind: string): Promise<boolean>
  /** Cancels what waits and quotes the thing, and forgets what was sent about it. */
  cancelAbout(thing: Thing): Promise<void>
  /** Holds back what quotes the thing, and lets it go on, while it is decided what becomes of it. */
  holdAbout(thing: Thing): Promise<void>
  releaseAbout(thing: Thing): Promise<void>
  readonly removable: Removable
  /** Erases the mails to an account or an address. */
  forget(who: { accountId: string } | { address: string }): Promise<void>
  /** What an account or an address was sent, newest first. */
  sentTo(who: Recipient): Promise<SentMail[]>
  /** The id of a conversation, for `inReplyTo` and `references` of all its mails. */
  threadId(thing: Thing): string
  readonly preferences: Preferences
  readonly outbox: Outbox
  /** Gives up what waits, for the owner to look at: after a restore it may have been sent already. Gives how many. */
  holdBack(): Promise<number>
  /** Sends what is due now. Rejects when the store doesn't answer. */
  sendDue(): Promise<void>
  /** Sending and cleaning, for the job runner. */
  readonly jobs: readonly MailJob[]
  /** From now on this process sends what it enqueues at once; until then mails wait for a process that runs jobs. */
  start(): void
  /** Takes no more mails, waits five seconds for those under way, and lets go of the server. */
  stop(): Promise<void>
}

export interface MailOptions {
  connection: Connection
  clock: Clock
  config: MailSettings
  log: MailLog
  randomToken: RandomToken
  secret: string
  translator: Translator
  /** For tests: how long a mail server may take. */
  patience?: Patience
}

const patienceAtEnd = 5000
const minute = 60 * 1000

/** Sets mail up on one instance's connection: through the configured server, or into the mailbox of the owner. */
export function createMail(options: MailOptions): Mail {
  const deps = toDeps(options)
  const sender = createSender(deps)
  return {
    registerKinds: (...kinds) => deps.kinds.register(...kinds),
    async enqueue(message, sendOptions) {
      const enqueued = await enqueue(deps, message, sendOptions)
      if (enqueued.outcome === 'queued') sender.poke()
      return enqueued
    },
    async enqueueAll(messages) {
      const added = await enqueueAll(deps, messages)
      if (added > 0) sender.poke()
      return added
    },
    renewAtSending: (kind, renew) => void deps.renewals.set(deps.kinds.named(kind).kind, renew),
    mayMail: (recipient, kind) => mayMail(deps, recipient, kind),
    cancelAbout: (thing) => cancelAbout(deps, thing),
    holdAbout: (thing) => holdAbout(deps, thing),
    releaseAbout: (thing) => releaseAbout(deps, thing),
    removable: removableMail(deps),
    forget: (who) => forget(deps, who),
    sentTo: (who) => sentTo(deps, who),
    threadId: (thing) => threadId(deps.settings, thing),
    preferences: createPreferences(deps),
    outbox: createOutbox(deps, sender.poke),
    holdBack: () => holdBack(deps),
    sendDue: sender.send,
    jobs: [
      { name: 'mail', every: 5000, lease: 15 * minute, run: sender.send },
      { name: 'mail-cleaning', every: 60 * minute, lease: 10 * minute, run: () => clean(deps) },
    ],
    start: () => sender.start(),
    stop: () => sender.stop(),
  }
}

function toDeps(options: MailOptions): MailDeps {
  const { connection, config, clock, log, randomToken, secret, translator, patience } = options
  return {
    mails: defineMail(connection),
    mailedAddresses: defineMailedAddress(connection),
    wishes: defineWishes(connection),
    kinds: createMailKinds(),
    renewals: new Map(),
    transport: config.smtpUrl === undefined ? mailboxTransport() : smtpTransport(config.smtpUrl, patience),
    settings: config,
    translator,
    clock,
    log,
    randomToken,
    secret,
  }
}

function createSender(deps: MailDeps): { send: () => Promise<void>; poke: () => void } & Pick<Mail, 'start' | 'stop'> {
  const ending = new AbortController()
  const cut = new AbortController()
  const pump = createPump(() => sendDue(deps, { ending: ending.signal, cut: cut.signal }))
  let isStarted = false
  const poke = (): void => {
    if (!isStarted) return
    pump.run().catch((error: unknown) => {
      deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'mail not sent')
    })
  }
  return {
    send: pump.run,
    poke,
    start() {
      isStarted = true
      poke()
    },
    async stop() {
      isStarted = false
      ending.abort()
      const patience = setTimeout(() => cut.abort(), patienceAtEnd)
      await pump.idle()
      clearTimeout(patience)
      deps.transport.close()
    },
  }
}
