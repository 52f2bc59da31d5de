import { keyFromText, keyToText, type Page, type PageRequest } from '../../kernel/index.ts'
import type { MailPreferencesDeps } from '../deps.ts'
import type { OutboxQuery } from '../mail-preferences.forms.ts'
import type { OutboxView } from '../mail-preferences.views.ts'
import { outboxPath } from '../outbox-paths.ts'
import { toRow } from './mail-row.ts'

const pageSize = 30

const filters = [
  { labelKey: 'mail:outbox.all', state: undefined },
  { labelKey: 'mail:outbox.state.waiting', state: 'waiting' },
  { labelKey: 'mail:outbox.state.dead', state: 'dead' },
  { labelKey: 'mail:outbox.state.sent', state: 'sent' },
] as const

/** A page of the outbox, newest first, without what the mails say. */
export async function listMails(deps: MailPreferencesDeps, query: OutboxQuery): Promise<OutboxView> {
  const { outbox } = deps.mail
  const { state } = query
  const page = await outbox.list({ size: pageSize, request: pageRequest(query), ...(state ? { state } : {}) })
  const addressOf = (part: string | undefined): string => deps.link(part ? `${outboxPath}?state=${part}` : outboxPath)
  return {
    isMailbox: outbox.transport === 'mailbox',
    filters: filters.map((filter) => ({
      labelKey: filter.labelKey,
      address: addressOf(filter.state),
      isCurrent: filter.state === state,
    })),
    mails: page.rows.map((mail) => toRow(deps, mail)),
    links: linksOf(page, addressOf(state)),
  }
}

function pageRequest({ after, before }: OutboxQuery): PageRequest {
  const afterKey = after === undefined ? undefined : keyFromText(after)
  const beforeKey = before === undefined ? undefined : keyFromText(before)
  if (afterKey) return { after: afterKey }
  return beforeKey ? { before: beforeKey } : {}
}

function linksOf(page: Page<unknown>, address: string): OutboxView['links'] {
  const joint = address.includes('?') ? '&' : '?'
  return {
    ...(page.previous ? { first: address, previous: `${address}${joint}before=${keyToText(page.previous)}` } : {}),
    ...(page.next ? { next: `${address}${joint}after=${keyToText(page.next)}` } : {}),
  }
}
