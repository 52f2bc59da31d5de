import assert from 'node:assert/strict'
import { aReply, aTopic, type MadeTopic } from '../support/forum.ts'
import type { Person } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import type { MailServer, Received } from '../support/smtp.ts'

/** An instance whose time passes only when told, with a mail server, and what its followers are sent. */
export interface Newsroom {
  now: Date
  start: (server: MailServer) => Promise<Running>
  /** A topic that is begun a second before anything else happens. */
  begin: (wishes: Parameters<typeof aTopic>[1]) => Promise<MadeTopic>
  /** Sets by the form how somebody hears of something. */
  follow: (person: Person, wish: Record<'kind' | 'targetId' | 'level', string>) => Promise<void>
  reply: (topicId: string, wishes: Parameters<typeof aReply>[1]) => Promise<string>
  /** Runs one of the forum's jobs. */
  job: (name: string) => Promise<void>
  /** Tells of what was posted, and sends what is due after that time; gives all that the server got so far. */
  mailsAfter: (milliseconds: number) => Promise<Received[]>
}

const second = 1000

/** A newsroom that begins at a moment. */
export function newsroom(begins: Date): Newsroom {
  let app: Running
  let server: MailServer
  const pass = (milliseconds: number): void => void (room.now = new Date(room.now.getTime() + milliseconds))
  const room: Newsroom = {
    now: begins,
    async start(given) {
      server = given
      const options = { smtpUrl: given.url, sessionHours: 720, rememberDays: 400 }
      app = await startApp({ clock: () => room.now, options })
      return app
    },
    async begin(wishes) {
      const topic = await aTopic(app, wishes)
      pass(second)
      return topic
    },
    async follow(person, wish) {
      const { status, text } = await person.send('/follows', wish)
      assert.equal(status, 303, text)
    },
    async reply(topicId, wishes) {
      const id = await aReply(topicId, wishes)
      pass(second)
      return id
    },
    async job(name) {
      await app.forum.jobs.find((each) => each.name === name)?.run()
    },
    async mailsAfter(milliseconds) {
      await room.job('announcements')
      await app.mail.sendDue()
      pass(milliseconds)
      await room.job('digests')
      await room.job('questions-solved')
      await app.mail.sendDue()
      return server.received
    },
  }
  return room
}

/** The plain text of a mail. */
export const textOf = ({ mime }: Received): string => mime.part('text/plain') ?? ''
