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
  const notes = left.length === 0 ? '' : `\n\n${t('inbound:leftOut', { names: left.slice(0, 20).join(', ') })}`
  const own = trimMail(mail.text, mail.subject)
  const text = own === '' ? t('inbound:noText') : own
  const room = longest.text - notes.length
  return { text: (text.length > room ? `${text.slice(0, room - 1)}…` : text) + notes, files }
}

const isTaken = ({ bytes }: IncomingFile): boolean => bytes.length <= largestFile && judgeFile(bytes) !== undefined

const nameOf = (name: string): string => name.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 80)
