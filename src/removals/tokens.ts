import { createHmac, timingSafeEqual } from 'node:crypto'

/** The secret part of the address where one party of a case follows it. Made anew whenever it is needed; nothing of it is stored. */
export function partyToken(secret: string, { id, party }: { id: string; party: number }): string {
  return signature(secret, `party ${id} ${party}`)
}

/** Which of the parties holds the token; undefined for nobody. */
export function partyOf(secret: string, of: { id: string; token: string; parties: number }): number | undefined {
  for (let party = 0; party < of.parties; party += 1) {
    if (isSame(of.token, partyToken(secret, { id: of.id, party }))) return party
  }
  return undefined
}

/** The secret part of the address that proves who asked to hold the e-mail address; stands in that mail alone. */
export const confirmationToken = (secret: string, id: string): string => signature(secret, `confirm ${id}`)

/** Whether a token is the one of the case's confirmation. */
export const isConfirmation = (secret: string, { id, token }: { id: string; token: string }): boolean =>
  isSame(token, confirmationToken(secret, id))

function signature(secret: string, about: string): string {
  return createHmac('sha256', secret).update(`removal ${about}`).digest('base64url')
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  // As many letters may be more bytes, which timingSafeEqual throws at.
  return one.length === other.length && timingSafeEqual(one, other)
}
