import type { TicketDeps } from '../deps.ts'
import { judgeFile } from '../files/judge-file.ts'
import type { IncomingFile } from '../sender.ts'
import { largestFile, longest, most } from '../tickets.words.ts'
import type { ReadMail } from './read-mail.ts'
import { trimMail } from './trim-mail.ts'

/**
 * The text and the files of a mail as a message holds them: what its writer wrote, and the files that are taken. What is
 * left out is named at the end; the whole mail has it.
 */
export async function wordsOfMail(
  { accounts, translator }: Pick<TicketDeps, 'accounts' | 'translator'>,
  mail: ReadMail,
): Promise<{ text: string; files: IncomingFile[] }> {
  const account = await accounts.withAddress(mail.from)
  const t = translator(account?.locale ?? 'en')
  const files = mail.files.filter(isTaken).slice(0, most.files)
  const left = mail.files.filter((file) => !files.includes(file)).map(({ name }) => nameOf(name))
  const notes = [
    ...(left.length === 0 ? [] : [t('inbound:leftOut', { names: left.slice(0, 20).join(', ') })]),
    ...(mail.files.some(isOutlookBag) ? [t('inbound:outlookBag')] : []),
  ]
  const own = trimMail(mail.text, mail.subject)
  const text = own === '' ? t('inbound:noText') : own
  const added = notes.map((note) => `\n\n${note}`).join('')
  const room = longest.text - added.length
  return { text: (text.length > room ? `${text.slice(0, room - 1)}…` : text) + added, files }
}

const isTaken = ({ bytes }: IncomingFile): boolean => bytes.length <= largestFile && judgeFile(bytes) !== undefined

/** What Outlook puts a mail's files into for other Outlooks (TNEF, MS-OXTNEF section 2.1.3.1), mostly called winmail.dat. */
const isOutlookBag = ({ bytes }: IncomingFile): boolean => bytes.length > 4 && bytes.readUInt32LE(0) === 0x223e9f78

const nameOf = (name: string): string => name.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 80)
