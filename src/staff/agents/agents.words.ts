import type { MessageKey } from '../../kernel/index.ts'

/** Why a file of people can't be taken at all. */
export const refusals = {
  missing: 'agents:refusal.missing',
  tooLarge: 'agents:refusal.tooLarge',
  notXlsx: 'agents:refusal.notXlsx',
  old: 'agents:refusal.old',
  macro: 'agents:refusal.macro',
  swollen: 'agents:refusal.swollen',
  broken: 'agents:refusal.broken',
  noHeader: 'agents:refusal.noHeader',
  noRows: 'agents:refusal.noRows',
  tooMany: 'agents:refusal.tooMany',
} as const satisfies Record<string, MessageKey>

/** What can be wrong with one row. */
export const faults = {
  nameMissing: 'agents:fault.nameMissing',
  nameLong: 'agents:fault.nameLong',
  emailMissing: 'agents:fault.emailMissing',
  emailWrong: 'agents:fault.emailWrong',
  twice: 'agents:fault.twice',
  worksHere: 'agents:fault.worksHere',
  wasInvited: 'agents:fault.wasInvited',
} as const satisfies Record<string, MessageKey>
export type Fault = keyof typeof faults

/** People in one file. */
export const mostRows = 100
/** Bytes of a file: one MB. */
export const mostBytes = 1024 * 1024
/** Days that an invitation waits to be accepted. */
export const invitationDays = 14
