import type { RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import { createGridFsStore, type FileStore } from '../../files/index.ts'
import type { TicketDeps } from '../deps.ts'
import { defineInboundMail, inboundBucket, type InboundMailModel } from './inbound-mail.model.ts'
import { createSmtpListener, type SmtpListener } from './smtp.ts'
import type { InboundDeps } from './take-mail.ts'
import { webhook, webhookPath } from './webhook.ts'

/** How mails come in, as the owner set it; nothing comes in while no address is set. */
export interface InboundSettings {
  /** One plain address. */
  inboundAddress?: string | undefined
  inboundSecret?: string | undefined
  inboundSmtp?: { host: string; port: number } | undefined
  /** Files with a private key and its certificate; both or neither. */
  inboundTlsKey?: string | undefined
  inboundTlsCert?: string | undefined
  /** Addresses that mails are sent from. */
  ownAddresses: readonly string[]
  ownHost: string
}

/** What is kept of mails that came in. */
export interface InboundStore {
  mails: InboundMailModel
  raws: FileStore
  /** Erases the whole mail that a message came in. */
  erase(inboundId: string): Promise<void>
  /** Erases what came in days ago and never became a message. */
  eraseLeftovers(now: Date, isMessage: (inboundId: string) => Promise<boolean>): Promise<void>
}

const aDay = 24 * 60 * 60 * 1000

/** Sets the store of mails up on one instance's connection: it is there also while none come in. */
export function createInboundStore(connection: Connection): InboundStore {
  const mails = defineInboundMail(connection)
  const raws = createGridFsStore(connection, { bucketName: inboundBucket, keyOf: (name) => name })
  const erase = async (inboundId: string): Promise<void> => {
    await raws.remove(inboundId)
    await mails.deleteOne({ _id: inboundId })
  }
  return {
    mails,
    raws,
    erase,
    async eraseLeftovers(now, isMessage) {
      const before = new Date(now.getTime() - 7 * aDay)
      const found = await mails
        .find({ isWaiting: true, receivedAt: { $lt: before } }, { _id: 1 })
        .lean<{ _id: string }[]>()
      for (const { _id } of found) {
        if (await isMessage(_id)) await mails.updateOne({ _id }, { $unset: { isWaiting: 1 } })
        else await erase(_id)
      }
    },
  }
}

/** The ways by which mails come in. */
export interface Inbound {
  mounted: readonly { path: string; handler: RequestHandler }[]
  start(): void
  stop(): Promise<void>
}

/** Opens the ways that are set. */
export function createInbound(tickets: TicketDeps, store: InboundStore, settings: InboundSettings): Inbound {
  const { inboundAddress: address, inboundSecret, inboundSmtp, ownAddresses, ownHost } = settings
  if (address === undefined) return { mounted: [], start: () => undefined, stop: () => Promise.resolve() }
  const own = [...ownAddresses, address].map((each) => each.toLowerCase())
  const deps: InboundDeps = { ...store, tickets, address, ownAddresses: own, ownHost }
  const { inboundTlsKey: keyFile, inboundTlsCert: certFile } = settings
  const tls = keyFile === undefined || certFile === undefined ? undefined : { keyFile, certFile }
  const listener = inboundSmtp && createSmtpListener(deps, { ...inboundSmtp, tls })
  return {
    mounted: inboundSecret === undefined ? [] : [{ path: webhookPath, handler: webhook(deps, inboundSecret) }],
    start: () => listener && listenTo(listener, tickets),
    stop: async () => listener?.close(),
  }
}

/** A port that can't be opened costs mails, not the site. */
function listenTo(listener: SmtpListener, { log }: TicketDeps): void {
  listener.listen().catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    log.error({ code }, 'inbound mail: the port of INBOUND_SMTP can’t be opened')
  })
}
