import type { DataDeclaration } from '../kernel/index.ts'

/** What the collections of mail hold of people. */
export const mailData: readonly DataDeclaration[] = [
  {
    collection: 'mails',
    endedBy: [{ job: 'mail-cleaning' }],
    fields: [
      {
        field: 'to, toName, subject, text, html',
        what: 'A mail to somebody',
        why: 'To be sent, and to be looked up when somebody asks',
        until: '30 days after it was sent; what lets somebody in, at once',
        seenBy: 'its recipient; the owner where no mail server is set',
      },
      {
        field: 'accountId, kind, sentAt',
        what: 'That a mail of a kind was sent, and when',
        why: 'Part of the answer to «what do you hold of me»',
        until: 'they leave',
        seenBy: 'the person; the owner',
      },
    ],
  },
  {
    collection: 'mailedaddresses',
    endedBy: [{ job: 'mail-cleaning' }],
    fields: [
      {
        field: '_id',
        what: 'Keyed hash of an address that nobody proved',
        why: 'To mail it once in 24 hours at most',
        until: '24 hours',
        seenBy: 'nobody',
      },
    ],
  },
  {
    collection: 'mailwishes',
    fields: [
      {
        field: '_id, choices',
        what: 'Which mails somebody wants, by account or keyed hash of their address, and when they said so',
        why: 'To keep to it; proof that marketing was asked for',
        until: 'they leave',
        seenBy: 'the person',
      },
    ],
  },
]
