import type { Member } from '../kernel/index.ts'

/** Who writes: somebody signed in, or an address that a mail came from. */
export type Sender = Member | MailSender

export interface MailSender {
  kind: 'address'
  /** One plain address in small letters. */
  email: string
  /** Empty where the mail gave none. */
  name: string
  /** The mail bore what only the holder of the address was sent. */
  isProven: boolean
}

/** A file as it comes in; what it is is judged by its bytes. */
export interface IncomingFile {
  /** Its sender's name for it. */
  name: string
  bytes: Buffer
}

/** The mail that words came in. */
export interface IncomingMail {
  /** `<…>` */
  messageId: string
  /** Names the whole mail, which is kept for agents. */
  inboundId: string
}

/** What was written. `messageId` is the message's id, not a mail's. */
export interface Written {
  requestId: string
  number: number
  messageId: string
}
