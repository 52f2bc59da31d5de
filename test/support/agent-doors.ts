import type { Door } from './world.ts'

/** Agents from a spreadsheet, and what only agents open. Links and previews that work are told of in test/staff/agents. */
export const agentDoors: Record<string, Door> = {
  'GET /staff/agents/import': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/agents/import' }) },
  // Without a file.
  'POST /staff/agents/import': { may: '401 403 403 403 422', ask: () => ({ path: '/staff/agents/import' }) },
  'GET /staff/agents/import/:id': { may: '302 404 404 404 404', ask: () => ({ path: '/staff/agents/import/nobodys' }) },
  'POST /staff/agents/import/:id/confirmation': {
    may: '401 403 403 403 409',
    ask: () => ({ path: '/staff/agents/import/nobodys/confirmation' }),
  },
  'POST /staff/agents/invitations/:id/withdrawal': {
    may: '401 403 403 403 404',
    ask: () => ({ path: '/staff/agents/invitations/nobodys/withdrawal' }),
  },
  'GET /invited/:token': { may: '410 410 410 410 410', ask: () => ({ path: '/invited/nobodys' }) },
  'POST /invited/:token/acceptance': {
    may: '401 410 410 410 410',
    ask: () => ({ path: '/invited/nobodys/acceptance' }),
  },
  'POST /invited/:token/erasure': { may: '410 410 410 410 410', ask: () => ({ path: '/invited/nobodys/erasure' }) },
  // Those that are there are told of in test/tickets/inbound.
  'GET /staff/requests/:number/mails/:id': {
    may: '302 404 404 404 404',
    ask: () => ({ path: '/staff/requests/1/mails/nobodys' }),
  },
}
