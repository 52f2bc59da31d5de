import type { DataDeclaration } from '../kernel/index.ts'

/** What the collections of the pipeline hold of people. */
export const httpData: readonly DataDeclaration[] = [
  {
    collection: 'sessions',
    endedBy: [{ index: 'expires' }],
    fields: [
      {
        field: 'accountId, cameBy, staysOut',
        what: 'Whose session it is, and by which of their identities they came in',
        why: 'To stay signed in; to be signed out by the issuer',
        until: 'signed out, or the lifetime of sessions',
        seenBy: 'the person',
      },
      {
        field: 'browser, startedAt, lastUsedAt',
        what: 'The kind of browser in two words, and when',
        why: 'To tell one’s own sessions apart',
        until: 'signed out, or the lifetime of sessions',
        seenBy: 'the person',
      },
      {
        field: 'factorAt',
        what: 'When a person who works here last showed their second factor',
        why: 'So that a sign-in alone doesn’t open the console',
        until: 'signed out, or the lifetime of sessions',
        seenBy: 'nobody',
      },
      {
        field: 'pending',
        what: 'What a provider gave of somebody who has no account yet',
        why: 'To be shown on the greeting page and nowhere else',
        until: 'the greeting is done, or the lifetime of sessions',
        seenBy: 'the person',
      },
      {
        field: 'frame',
        what: 'Which site’s discussion asks to post for the person',
        why: 'To be asked about before anything is allowed',
        until: 'it is allowed, or the lifetime of sessions',
        seenBy: 'the person',
      },
      {
        field: 'draft',
        what: 'What somebody wrote before they signed in',
        why: 'To be in the form when they come back',
        until: 'it is posted, or an hour',
        seenBy: 'the person',
      },
    ],
  },
  {
    collection: 'ratelimits',
    endedBy: [{ index: 'expire' }],
    fields: [
      {
        field: 'key',
        what: 'Account id, or the keyed hash of a network address',
        why: 'To count how often something is done',
        until: 'the limit’s duration, at most an hour',
        seenBy: 'nobody',
      },
    ],
  },
  { collection: 'stamps', fields: [] },
  { collection: 'livechannels', endedBy: [{ index: 'at' }], fields: [] },
]
