import type { TopicStatus } from './status.words.ts'
import type { Topic } from './topic.model.ts'

/** Whether a topic at hand has a status; the same as its conditions in a query. */
export function hasStatus({ isSolved, hasStaffReply, replyCount, kind }: Topic, status: TopicStatus): boolean {
  switch (status) {
    case 'solved':
      return isSolved
    case 'unsolved':
      return !isSolved && kind === 'question'
    case 'no-staff-reply':
      return !hasStaffReply && kind !== 'announcement'
    case 'unanswered':
      return replyCount === 0 && kind !== 'announcement'
    default:
      return status satisfies never
  }
}
