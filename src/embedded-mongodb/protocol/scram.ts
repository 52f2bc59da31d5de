import { createHash, createHmac, pbkdf2 as pbkdf2WithCallback, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const pbkdf2 = promisify(pbkdf2WithCallback)
const iterations = 15_000

/** A SCRAM-SHA-256 conversation (RFC 5802, RFC 7677) on the server's side, after the client's first message. */
export interface Conversation {
  user: string
  serverFirst: string
  /** The server's last message when the proof is right, else undefined. */
  finish(clientFinal: string): Promise<string | undefined>
}

/** Begins a conversation. Undefined for a message that is none or a user who does not exist. */
export function beginConversation(clientFirst: string, users: Map<string, string>): Conversation | undefined {
  const parts = /^n,[^,]*,(n=([^,]*),r=([^,]+))$/.exec(clientFirst)
  const [, bare, name, clientNonce] = parts ?? []
  if (bare === undefined || name === undefined || clientNonce === undefined) return undefined
  const user = name.replaceAll('=2C', ',').replaceAll('=3D', '=')
  const password = users.get(user)
  if (password === undefined) return undefined
  const nonce = clientNonce + randomBytes(24).toString('base64')
  const salt = randomBytes(28)
  const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`
  return {
    user,
    serverFirst,
    async finish(clientFinal) {
      const [, withoutProof, sentNonce, proof] = /^(c=[^,]+,r=([^,]+)),p=([^,]+)$/.exec(clientFinal) ?? []
      if (withoutProof === undefined || proof === undefined || sentNonce !== nonce) return undefined
      const salted = await pbkdf2(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
      return verify(salted, `${bare},${serverFirst},${withoutProof}`, proof)
    },
  }
}

function verify(salted: Buffer, authMessage: string, proof: string): string | undefined {
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  const signature = hmac(storedKey, authMessage)
  const sent = Buffer.from(proof, 'base64')
  if (sent.length !== signature.length) return undefined
  const clientKey = Buffer.from(sent.map((byte, at) => byte ^ (signature[at] ?? 0)))
  if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey)) return undefined
  return `v=${hmac(hmac(salted, 'Server Key'), authMessage).toString('base64')}`
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
