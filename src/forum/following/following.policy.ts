import { no, yes, type Decision } from '../../kernel/index.ts'

/** More than anybody follows by hand. */
export const mostFollowed = 2000

/** Whether somebody who follows so many things may follow one more. */
export function mayFollowMore(count: number): Decision {
  return count < mostFollowed ? yes : no('rules:follow.tooMany')
}
