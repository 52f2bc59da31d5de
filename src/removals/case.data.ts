import type { DataDeclaration } from '../kernel/index.ts'

/** What requests for removal hold of people. */
export const caseData: DataDeclaration = {
  collection: 'removalcases',
  fields: [
    {
      field: 'parties',
      what: 'Name and address of who asked for a removal, and of whose things are concerned',
      why: 'To answer, and to tell both sides what was decided and how to contest it',
      until: 'twelve months after the end of the case, or they leave',
      seenBy: 'moderators; each only their own',
    },
    {
      field: 'notice, messages, appeals, counter',
      what: 'What they wrote about it; for copyright also postal address and telephone, as the law asks',
      why: 'To decide, and to be able to show why',
      until: 'twelve months after the end of the case, or they leave',
      seenBy: 'moderators; who wrote it; a notice of copyright and its counter-notice also the other side',
    },
  ],
}
