import { hasRole, isSelf, no, yes, type Actor, type Decision } from '../../kernel/index.ts'

interface VotedPost {
  authorId?: string | undefined
}

interface AskedTopic {
  authorId: string
  kind: string
}

interface Answer extends VotedPost {
  isOpening: boolean
}

/** Whether the actor may say "me too" or "helpful": any member but the author. */
export function mayVote(actor: Actor, post: VotedPost): Decision {
  if (actor.kind === 'visitor') return no('rules:write.signIn')
  return isSelf(actor, post.authorId) ? no('rules:vote.own') : yes
}

/** Whether the actor may mark answers as the solution, or take the mark back: who asked, and who answers for the company. */
export function maySolve(actor: Actor, topic: AskedTopic): Decision {
  if (topic.kind !== 'question') return no('rules:solve.questionsOnly')
  if (isSelf(actor, topic.authorId) || hasRole(actor, 'moderator') || hasRole(actor, 'agent')) return yes
  return no('rules:solve.askerOrStaff')
}

/** Whether this post can be the solution: an answer, not the question. */
export function canSolve(post: Answer): Decision {
  return post.isOpening ? no('rules:solve.answersOnly') : yes
}
