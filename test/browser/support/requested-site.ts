import { signedIn } from '../../support/person.ts'
import { accountOf, aLinkedRequest, aRequest } from '../../support/tickets.ts'
import type { Running } from '../../support/running.ts'

/** Paths of private requests in their states. */
export interface RequestedSite {
  /** Of Ann's, with an answer, a note and a file. */
  request: string
  requestForAgent: string
  requestRedaction: string
  solvedRequest: string
  /** What a mail to somebody without an account leads to. */
  linkedRequest: string
}

const smallPicture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Has Ann ask and Ada answer. */
export async function fillRequests(app: Running): Promise<RequestedSite> {
  const ann = await accountOf(app, 'ann')
  const ada = await accountOf(app, 'ada')
  const { number } = await aRequest(app, { by: ann, cc: ['colleague.with.a.long.name@example.com'] })
  const add = (
    by: typeof ann,
    words: Pick<Parameters<typeof app.tickets.add>[1], 'text' | 'kind' | 'side' | 'files'>,
  ) => app.tickets.add(by, { number, format: 'markdown', ...words })
  await add(ada, { text: 'Asked the **printers’ team** about it.', kind: 'note', side: 'staff', files: [] })
  await add(ada, { text: 'Is the lamp red, or does it blink?', kind: 'message', side: 'staff', files: [] })
  const files = [
    { name: 'lamp.png', bytes: Buffer.from(smallPicture, 'base64') },
    { name: 'protocol-of-everything-the-printer-said.log', bytes: Buffer.from('red') },
  ]
  const { messageId } = await add(ann, { text: 'It blinks, see here.', kind: 'message', side: 'own', files })
  const solved = await aRequest(app, { by: ann })
  await app.tickets.add(ada, {
    number: solved.number,
    format: 'markdown',
    text: 'Done.',
    kind: 'message',
    side: 'staff',
    files: [],
    event: 'solve',
  })
  await aRequest(app)
  const agent = await signedIn(app, 'ada')
  const sorting = { assignee: 'me', priority: 'urgent', tags: 'printer, warranty' }
  await agent.send(`/staff/requests/${number}/sorting`, sorting)
  await agent.send('/staff/requests/filters', { name: 'Burning printers', priority: 'urgent', tag: 'printer' })
  return {
    request: `/requests/${number}`,
    requestForAgent: `/staff/requests/${number}`,
    requestRedaction: `/requests/${number}/messages/${messageId}/redaction`,
    solvedRequest: `/requests/${solved.number}`,
    linkedRequest: (await aLinkedRequest(app)).path,
  }
}
