import { reopenTime, type RequestState } from './tickets.words.ts'

/** Whether a request can be opened again: it is solved, and not for too long. */
export function mayReopen({ state, solvedAt }: { state: RequestState; solvedAt?: Date }, now: Date): boolean {
  return state === 'solved' && solvedAt !== undefined && now.getTime() < solvedAt.getTime() + reopenTime
}

/** Whether it can be said how a request was answered: it was, and is over. */
export function mayRate({ state, firstReplyAt }: { state: RequestState; firstReplyAt: Date | null }): boolean {
  return firstReplyAt !== null && (state === 'solved' || state === 'closed')
}
