import type { TicketDeps } from '../deps.ts'
import { deedKeys, priorityKeys, stateKeys, wishKeys } from '../labels.words.ts'
import type { HistoryEntry, SupportRequest } from '../request.model.ts'

/** One line of a request's story, as agents read it. */
export interface HistoryLine {
  at: Date
  deedKey: string
  by: string
  /** What it became: the key of a word, or a text. */
  toKey?: string
  to?: string
}

const shown = 100

/** The latest lines of a request's story, oldest first. */
export async function historyLines(
  { accounts }: Pick<TicketDeps, 'accounts'>,
  { history }: SupportRequest,
): Promise<HistoryLine[]> {
  const latest = history.slice(-shown)
  const ids = latest.flatMap(({ by, deed, to }) => [by, deed === 'assigned' ? to : undefined])
  const people = await accounts.people(ids)
  const nameOf = (id: string | undefined): string => (id === undefined ? '' : (people.get(id)?.name ?? ''))
  return latest.map((entry) => ({
    at: entry.at,
    deedKey: deedKeys[entry.deed],
    by: nameOf(entry.by),
    ...became(entry, nameOf),
  }))
}

function became({ deed, to = '' }: HistoryEntry, nameOf: (id: string) => string): Pick<HistoryLine, 'toKey' | 'to'> {
  switch (deed) {
    case 'state':
      return { toKey: stateKeys[to as keyof typeof stateKeys] }
    case 'priority':
      return { toKey: priorityKeys[to as keyof typeof priorityKeys] }
    case 'assigned':
      return to === '' ? {} : { to: nameOf(to) }
    case 'tags':
      return { to }
    case 'case':
      return { toKey: wishKeys[to as keyof typeof wishKeys] }
    case 'merged':
      return to === '' ? {} : { to: `#${to}` }
    default:
      return {}
  }
}
