import { Binary } from 'bson'
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Document } from '../semantics/index.ts'
import type { Client } from './client.ts'

/** Proves to know the password, by SCRAM-SHA-256 (RFC 7677). Throws when the server does not take it or can't prove to know it, too. */
export async function authenticate(client: Client, user: string, password: string): Promise<void> {
  const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C')
  const bare = `n=${name},r=${randomBytes(24).toString('base64')}`
  const first = await say(client, { saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: payload(`n,,${bare}`) })
  const serverFirst = text(first)
  const [, nonce = '', salt = '', iterations = ''] = /^r=(.+),s=(.+),i=(\d+)$/.exec(serverFirst) ?? []
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const withoutProof = `c=biws,r=${nonce}`
  const message = `${bare},${serverFirst},${withoutProof}`
  const clientKey = hmac(salted, 'Client Key')
  const signature = hmac(createHash('sha256').update(clientKey).digest(), message)
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64')
  const last = await say(client, { saslContinue: 1, conversationId: 1, payload: payload(`${withoutProof},p=${proof}`) })
  const expected = `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`
  if (text(last) !== expected) throw new Error('the server does not know the password')
}

async function say(client: Client, body: Document): Promise<Document> {
  const reply = await client.ask({ ...body, $db: 'admin' })
  if (reply?.['ok'] !== 1) throw new Error(typeof reply?.['errmsg'] === 'string' ? reply['errmsg'] : 'no answer')
  return reply
}

function payload(words: string): Binary {
  return new Binary(Buffer.from(words))
}

function text(reply: Document): string {
  return reply['payload'] instanceof Binary ? Buffer.from(reply['payload'].buffer).toString() : ''
}

function hmac(key: Buffer, words: string): Buffer {
  return createHmac('sha256', key).update(words).digest()
}
