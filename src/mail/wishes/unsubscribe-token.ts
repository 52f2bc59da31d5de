import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Holder } from './wishes.ts'

/** What the bearer of a token may do: end one kind of mail to one account or address. */
export interface Unsubscription {
  holder: Holder
  kind: string
}

/**
 * A token that ends a kind of mail: readable, signed, without an end, because a mail may be opened years later. It lets
 * nobody in and tells no address.
 */
export function unsubscribeToken({ holder, kind }: Unsubscription, secret: string): string {
  const who = 'accountId' in holder ? `a.${holder.accountId}` : `h.${holder.addressHash}`
  const says = `${kind}.${who}`
  return `${says}.${signature(says, secret)}`
}

/** Reads a token; undefined when we didn't make it. */
export function readUnsubscribeToken(token: string, secret: string): Unsubscription | undefined {
  const match = /^(([a-z-]{1,60})\.([ah])\.([\w-]{1,60}))\.([\w-]{43})$/.exec(token)
  if (!match) return undefined
  const [, says = '', kind = '', letter, id = '', given = ''] = match
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(signature(says, secret)))) return undefined
  return { kind, holder: letter === 'a' ? { accountId: id } : { addressHash: id } }
}

const signature = (says: string, secret: string): string =>
  createHmac('sha256', secret).update(`unsubscribe ${says}`).digest('base64url')
