import { no, yes, type Decision } from '../kernel/index.ts'

/** Whether an identity may be taken off an account: not the last one, or its person could never come in again. */
export function mayUnlink({ identities }: { identities: readonly unknown[] }): Decision {
  return identities.length > 1 ? yes : no('rules:identity.last')
}

/** Youngest age in years (founding document: nobody under 13). */
const youngest = 13

/**
 * Whether somebody born in a month is old enough on a day, whatever the day of their birthday: counted from the last
 * day of the month. `month` is 1 to 12.
 */
export function isOldEnough(born: { year: number; month: number }, today: Date): boolean {
  const lastDay = new Date(Date.UTC(born.year + youngest, born.month, 0))
  return lastDay.getTime() <= today.getTime()
}
