import { simpleParser, type Attachment, type EmailAddress, type ParsedMail } from 'mailparser'
import { isAddress } from '../../mail/index.ts'
import type { IncomingFile } from '../sender.ts'
import type { HeaderOf } from './automatic.ts'

/** A mail, read; what it says of itself is its sender's claim. */
export interface ReadMail {
  /** `<…>`; empty where it has none. */
  messageId: string
  /** Small letters. */
  from: string
  fromName: string
  /** Addresses that it was sent to, as its header names them. */
  to: string[]
  /** Whom its writer wrote it to, openly: `To` and `Cc` as small letters. */
  named: string[]
  /** Message-IDs of what it answers, the last the nearest. */
  references: string[]
  subject: string
  /** Plain text; of a mail in HTML alone, what that says. */
  text: string
  files: IncomingFile[]
  header: HeaderOf
}

/** A mail that can't be read, or names no sender. */
export class UnreadableMail extends Error {
  override readonly name = 'UnreadableMail'
}

const longestHtml = 1024 * 1024
/** Characters of a text that are looked at; a message holds less. */
const longestText = 200_000
/** Pictures below this size, within the text, are logos and dots that count readers. */
const smallPicture = 3000

/** Reads a whole mail. Throws UnreadableMail. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await parse(raw)
  const header = headerOf(mail)
  const from = membersOf(mail.from?.value ?? [])[0]
  const email = from?.address?.toLowerCase() ?? ''
  if (!isAddress(email)) throw new UnreadableMail('no sender')
  if (/^multipart\//i.test(header('content-type')) && isEmpty(mail)) throw new UnreadableMail('no parts')
  return {
    messageId: idsIn(header('message-id'))[0] ?? '',
    from: email,
    fromName: (from?.name ?? '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 80),
    to: recipientsOf(mail, header),
    named: namedIn(mail).map((address) => address.toLowerCase()),
    references: [...idsIn(header('references')), ...idsIn(header('in-reply-to'))],
    subject: mail.subject ?? '',
    text: textOf(mail),
    files: mail.attachments.filter(isFile).map(toFile),
    header,
  }
}

async function parse(raw: Buffer): Promise<ParsedMail> {
  try {
    return await simpleParser(raw, {
      skipTextToHtml: true,
      skipImageLinks: true,
      maxHtmlLengthToParse: longestHtml,
      maxChildNodes: 200,
      keepDeliveryStatus: true,
    })
  } catch (error) {
    throw new UnreadableMail('not a mail', { cause: error })
  }
}

/** Parts were announced and none came, as where what holds them apart is missing. */
function isEmpty({ text = '', html, attachments }: ParsedMail): boolean {
  return text.trim() === '' && typeof html !== 'string' && attachments.length === 0
}

/** Of a picture in HTML its address is left, on a line of its own: nobody wrote that. */
function textOf({ text = '', html }: ParsedMail): string {
  const written = text.slice(0, longestText).replaceAll('\0', '')
  return typeof html === 'string' ? written.replace(/^[ \t]*\[(?:https?:|cid:)[^\]\s]*\][ \t]*$/gim, '') : written
}

/** The first field of a name, unfolded; whatever the parser makes of the fields that it knows. */
function headerOf({ headerLines }: ParsedMail): HeaderOf {
  return (name) => {
    const line = headerLines.find(({ key }) => key === name)?.line ?? ''
    return line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n[ \t]+/g, ' ')
      .trim()
  }
}

function idsIn(text: string): string[] {
  return text.match(/<[^\s<>]{1,250}>/g)?.slice(-50) ?? []
}

function recipientsOf(mail: ParsedMail, header: HeaderOf): string[] {
  const noted = ['delivered-to', 'x-original-to', 'envelope-to'].map((name) => header(name).replace(/^<|>$/g, ''))
  return [...namedIn(mail), ...noted.filter((address) => address !== '')].slice(0, 200)
}

function namedIn({ to, cc }: ParsedMail): string[] {
  const lists = [to, cc].flatMap((list) => [list ?? []].flat().flatMap(({ value }) => value))
  return membersOf(lists).flatMap(({ address = '' }) => (address === '' ? [] : [address]))
}

/** Single addresses, those of groups as well. */
function membersOf(addresses: readonly EmailAddress[]): EmailAddress[] {
  return addresses.flatMap((each) => each.group ?? [each])
}

/** Pictures within the text are what people paste; the small ones come with signatures. */
function isFile({ related, contentType, content, contentDisposition }: Attachment): boolean {
  const isInText = related === true || contentDisposition === 'inline'
  if (
    /^(?:message\/delivery-status|application\/(?:pgp-signature|pkcs7-signature|x-pkcs7-signature))/i.test(contentType)
  )
    return false
  return !(isInText && contentType.startsWith('image/') && content.length < smallPicture)
}

function toFile({ filename, content, contentType }: Attachment): IncomingFile {
  const ending = contentType.split('/')[1]?.replace(/[^a-z0-9]/gi, '') ?? 'bin'
  return { name: filename ?? `file.${ending}`, bytes: content }
}
