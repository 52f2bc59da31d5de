import type { Priority } from './priority.words.ts'
import { createWorkingTime, type WorkingHours } from './working-time.ts'

/** What is promised for each priority, in milliseconds of working time. */
export interface Targets {
  readonly firstReply: Readonly<Record<Priority, number>>
  readonly solve: Readonly<Record<Priority, number>>
}

/** The clock of one request: working milliseconds while it ran, and since when it runs; null where it stands still. */
export interface TimeSpent {
  readonly spent: number
  readonly since: Date | null
}

/** When something is due; null where the clock stands still, or where it was done. */
export interface Dues {
  readonly firstReplyDue: Date | null
  readonly solveDue: Date | null
  /** The earlier of the two, which lists are ordered by. */
  readonly dueAt: Date | null
}

/** Measures requests against what is promised. */
export interface ServiceClock {
  /** The clock of a new request, running from `at` on. */
  begin(at: Date): TimeSpent
  /** Stops it: somebody else has the next move, or nobody. One that stands still stays as it is. */
  pause(time: TimeSpent, at: Date): TimeSpent
  /** Lets it run again. One that runs stays as it is. */
  resume(time: TimeSpent, at: Date): TimeSpent
  dues(time: TimeSpent, request: { priority: Priority; firstReplyAt: Date | null }): Dues
}

/** A clock by one plan of working hours. Throws RangeError for a time zone that isn't one. */
export function createServiceClock({ hours, targets }: { hours: WorkingHours; targets: Targets }): ServiceClock {
  const working = createWorkingTime(hours)
  const due = ({ spent, since }: TimeSpent, target: number): Date | null => {
    if (!since) return null
    // What ran out before the last pause was due then: by now, it is due since the clock runs again.
    return working.add(since, Math.max(0, target - spent))
  }
  return {
    begin: (at) => ({ spent: 0, since: at }),
    pause({ spent, since }, at) {
      return { spent: since ? spent + working.between(since, at) : spent, since: null }
    },
    resume: ({ spent, since }, at) => ({ spent, since: since ?? at }),
    dues(time, { priority, firstReplyAt }) {
      const firstReplyDue = firstReplyAt ? null : due(time, targets.firstReply[priority])
      const solveDue = due(time, targets.solve[priority])
      return { firstReplyDue, solveDue, dueAt: earlier(firstReplyDue, solveDue) }
    },
  }
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}
