import { wishKinds, type WishKind } from '../../kernel/index.ts'
import { tagOf } from './reply-token.ts'

/** What people write who want something gone; in the languages of the site, and as lawyers say it everywhere. */
const removal = [
  /\b(?:remove|delete|erase|take down)\b.{0,40}\b(?:my|our) (?:personal )?(?:data|information|details|photo|picture|image|name|posts?|account)\b/iu,
  /\b(?:right to (?:be forgotten|erasure)|erasure request|take-?down (?:request|notice)|removal request|dmca|art(?:icle|\.)? ?17 (?:gdpr|rodo|dsgvo|rgpd)|(?:gdpr|rodo|dsgvo|rgpd),? art(?:icle|\.)? ?17)\b/iu,
  /\b(?:usun\p{L}*|skasow\p{L}*)\b.{0,40}\b(?:moj\p{L}*|moich) (?:dan\p{L}*|kont\p{L}*|zdj\p{L}*)|prawo do bycia zapomnian\p{L}*/iu,
  /\b(?:meine?r?n? (?:personenbezogenen )?(?:daten|konto|foto)\b.{0,40}\blösch\p{L}*|recht auf vergessen)/iu,
  /\b(?:supprim\p{L}*|effac\p{L}*)\b.{0,40}\bmes (?:données|informations|photos)|droit à l['’](?:oubli|effacement)/iu,
]

/** What people write who want to know what is held of them. */
const data = [
  /\b(?:(?:data )?subject access request|right of access|dsar|art(?:icle|\.)? ?15 (?:gdpr|rodo|dsgvo|rgpd)|(?:gdpr|rodo|dsgvo|rgpd),? art(?:icle|\.)? ?15)\b/iu,
  /\b(?:copy of|access to|send me|export) (?:all )?(?:my|the) (?:personal )?data\b/iu,
  /\bkopi[ęa] (?:moich )?danych|\bauskunft\b.{0,40}\b(?:daten|dsgvo)|\bcopie de mes données/iu,
]

interface Written {
  subject: string
  text: string
  /** Addresses that it was sent to, in any case. */
  to: readonly string[]
}

/**
 * What a mail asks for that has a clock of its own: by the address that it was sent to (`help+removal@…`, `help+data@…`), or
 * by its words. Undefined for any other mail. Who is taken for such without being one is only asked to confirm it.
 */
export function wishIn({ subject, text, to }: Written, inboundAddress: string): WishKind | undefined {
  const tags = new Set(to.map((address) => tagOf(address, inboundAddress)))
  const tagged = wishKinds.find((kind) => tags.has(kind))
  if (tagged !== undefined) return tagged
  const words = `${subject}\n${text.slice(0, looked)}`.replace(/\s+/gu, ' ')
  if (removal.some((pattern) => pattern.test(words))) return 'removal'
  return data.some((pattern) => pattern.test(words)) ? 'data' : undefined
}

/** People say what they want at the beginning. */
const looked = 2000
