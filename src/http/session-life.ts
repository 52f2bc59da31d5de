import type { Config } from '../config/index.ts'
import type { SessionValues } from './session-values.ts'

/** How long sessions last, in milliseconds. */
export interface SessionLife {
  /** Without a request, where the person didn't ask to stay signed in. */
  idle: number
  /** From the sign-in on, whatever happens: also for who asked to stay. */
  longest: number
}

const hour = 60 * 60 * 1000

/** The lifetimes that the settings give. */
export function lifeOf({ sessionHours, rememberDays }: Pick<Config, 'sessionHours' | 'rememberDays'>): SessionLife {
  return { idle: sessionHours * hour, longest: rememberDays * 24 * hour }
}

/** When a session ends by itself; undefined where nobody is signed in yet. */
export function endOf({ startedAt, lastUsedAt, stays }: SessionValues, life: SessionLife): Date | undefined {
  if (!startedAt) return undefined
  const longest = startedAt.getTime() + life.longest
  const idle = (lastUsedAt ?? startedAt).getTime() + life.idle
  return new Date(stays ? longest : Math.min(longest, idle))
}

/** One write in five minutes at most tells that a session is in use, so that reading pages doesn't mean writing. */
const usePrecision = 5 * 60 * 1000

/** Whether it is time to note that a session is in use. */
export function isUseDue({ startedAt, lastUsedAt }: SessionValues, now: Date): boolean {
  return startedAt !== undefined && now.getTime() - (lastUsedAt ?? startedAt).getTime() >= usePrecision
}
