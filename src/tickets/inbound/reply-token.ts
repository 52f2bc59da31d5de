import { createHmac, timingSafeEqual } from 'node:crypto'

/** Who may answer a request by mail, and at which of its addresses. */
export interface ReplyTo {
  requestId: string
  email: string
}

/** Small letters and digits only: what stands before the @ is written anew in all sorts of ways under way. */
const macLength = 20
const tokenPattern = new RegExp(`^([0-9a-z]{12})([0-9a-v]{${macLength}})$`)

/**
 * The address to answer to: `help+<request and signature>@example.com` of `help@example.com`. Only who was sent it has it,
 * and it counts for mails from that address alone.
 */
export function replyAddress(inboundAddress: string, to: ReplyTo, secret: string): string {
  const at = inboundAddress.lastIndexOf('@')
  return `${inboundAddress.slice(0, at)}+${to.requestId}${macOf(to, secret)}${inboundAddress.slice(at)}`
}

/** The request that one of these addresses was made for, for mails from `email`. Undefined for what was made for others, or by others. */
export function readReplyAddress(
  addresses: readonly string[],
  email: string,
  { inboundAddress, secret }: { inboundAddress: string; secret: string },
): string | undefined {
  for (const address of addresses) {
    const [, requestId, mac] = tokenPattern.exec(tagOf(address, inboundAddress) ?? '') ?? []
    if (requestId === undefined || mac === undefined) continue
    if (timingSafeEqual(Buffer.from(mac), Buffer.from(macOf({ requestId, email }, secret)))) return requestId
  }
  return undefined
}

/** What stands behind the plus of an address of ours; empty where there is none, undefined where it isn't ours. */
export function tagOf(address: string, inboundAddress: string): string | undefined {
  const at = inboundAddress.lastIndexOf('@')
  const [local, host] = [inboundAddress.slice(0, at), inboundAddress.slice(at)].map((part) => part.toLowerCase())
  const asked = address.trim().toLowerCase()
  if (local === undefined || host === undefined || !asked.endsWith(host) || !asked.startsWith(local)) return undefined
  const rest = asked.slice(local.length, asked.length - host.length)
  return rest === '' || rest.startsWith('+') ? rest.slice(1) : undefined
}

function macOf({ requestId, email }: ReplyTo, secret: string): string {
  const mac = createHmac('sha256', secret).update(`reply ${requestId} ${email.toLowerCase()}`).digest()
  // Five bits a character, so that folding letters to small ones loses nothing.
  return Array.from(mac.subarray(0, macLength), (byte) => (byte % 32).toString(32)).join('')
}
