import { aMailThat } from './mail.ts'
import type { Door } from './world.ts'

/** The owner's pages of mails -> the statuses that visitor, member, author, moderator and owner get, and how to ask. */
export const mailDoors: Record<string, Door> = {
  'GET /staff/mail': { may: '302 404 404 404 200', ask: () => ({ path: '/staff/mail' }) },
  'GET /staff/mail/:id': {
    may: '302 404 404 404 200',
    ask: async ({ app }) => ({ path: `/staff/mail/${await aMailThat(app, 'waits')}` }),
  },
  'GET /staff/mail/:id/html': {
    may: '302 404 404 404 200',
    ask: async ({ app }) => ({ path: `/staff/mail/${await aMailThat(app, 'waits')}/html` }),
  },
  'POST /staff/mail/:id/attempts': {
    may: '401 403 403 403 303',
    ask: async ({ app }) => ({ path: `/staff/mail/${await aMailThat(app, 'was given up')}/attempts` }),
  },
  'POST /staff/mail/:id/removal': {
    may: '401 403 403 403 303',
    ask: async ({ app }) => ({ path: `/staff/mail/${await aMailThat(app, 'waits')}/removal` }),
  },
}
