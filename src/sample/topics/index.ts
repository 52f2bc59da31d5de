import type { SampleTopic } from '../sample.ts'
import { announcements } from './announcements.ts'
import { apiCode } from './api-code.ts'
import { apiQuestions } from './api-questions.ts'
import { bookingProblems } from './booking-problems.ts'
import { firstSteps } from './first-steps.ts'
import { ideas } from './ideas.ts'
import { moneyProblems } from './money-problems.ts'
import { movingIn } from './moving-in.ts'
import { shopProblems } from './shop-problems.ts'
import { smallTricks } from './small-tricks.ts'
import { waitingList } from './waiting-list.ts'

/** All topics of the sample forum, in no order: when each was written is said by its `hoursAgo`. */
export const sampleTopics: readonly SampleTopic[] = [
  ...firstSteps,
  ...movingIn,
  ...smallTricks,
  ...bookingProblems,
  ...shopProblems,
  ...moneyProblems,
  ...apiQuestions,
  ...apiCode,
  ...ideas,
  ...waitingList,
  ...announcements,
]
