import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { readMime, type Mime } from './mime.ts'

/** A mail as the server got it, with its envelope. */
export interface Received {
  from: string
  to: string[]
  raw: string
  mime: Mime
}

/** What the server does otherwise than take every mail. Each is asked anew for every mail. */
export interface Behaviour {
  /** A reply code for the sender or the recipient, in place of 250. */
  sender?: (address: string) => number | undefined
  recipient?: (address: string) => number | undefined
  /**
   * What follows the whole mail: a reply code, a cut connection, or silence; in place of 250. Called once the mail
   * stands in `received`.
   */
  message?: (mail: Received) => Reply | undefined | Promise<Reply | undefined>
  /** Says nothing to who connects. */
  isMute?: boolean
}
type Reply = number | 'cut' | 'silence'

/** A real SMTP server on loopback. */
export interface MailServer {
  /** For SMTP_URL. */
  url: string
  port: number
  /** In the order in which they came, those that were refused after their text included. */
  received: Received[]
  /** Users who signed in. */
  users: string[]
  /** How many connections were opened so far. */
  connections: number
  behaviour: Behaviour
  stop: () => Promise<void>
}

interface Abilities {
  /** Offers STARTTLS, and takes whoever knows the password `secret word`. */
  security?: boolean
}

/** Starts a server on a port of its own. */
export async function startMailServer(abilities: Abilities = {}): Promise<MailServer> {
  const sockets = new Set<Socket>()
  const server: MailServer = {
    url: '',
    port: 0,
    received: [],
    users: [],
    connections: 0,
    behaviour: {},
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => smtp.close(() => resolve()))
    },
  }
  const smtp = createSmtp(server, { ...abilities, cut: () => sockets.forEach((socket) => socket.destroy()) })
  smtp.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    server.connections += 1
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  server.port = (smtp.server.address() as AddressInfo).port
  server.url = `smtp://127.0.0.1:${server.port}`
  return server
}

function createSmtp(server: MailServer, { security = false, cut }: Abilities & { cut: () => void }): SMTPServer {
  const answer = (code: number | undefined, callback: (error?: Error | null) => void): void => {
    callback(code === undefined ? null : Object.assign(new Error('as the test wants'), { responseCode: code }))
  }
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: false,
    disabledCommands: security ? [] : ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onConnect: (_session, callback) => {
      if (!server.behaviour.isMute) callback()
    },
    onAuth: ({ username = '', password }, _session, callback) => {
      server.users.push(username)
      callback(null, password === 'secret word' ? { user: username } : {})
    },
    onMailFrom: ({ address }, _session, callback) => answer(server.behaviour.sender?.(address), callback),
    onRcptTo: ({ address }, _session, callback) => answer(server.behaviour.recipient?.(address), callback),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const mail = { from, to: rcptTo.map(({ address }) => address), raw, mime: readMime(raw) }
        server.received.push(mail)
        void Promise.resolve(server.behaviour.message?.(mail)).then((reply) => {
          if (reply === 'cut') cut()
          else if (reply !== 'silence') answer(reply, callback)
        })
      })
    },
  })
  // Connections that are cut are what some tests are about.
  smtp.on('error', () => undefined)
  return smtp
}
