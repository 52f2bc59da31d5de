import type { Accounts } from '../accounts/index.ts'
import type { CategoryColour, Forum, TopicKind } from '../forum/index.ts'

/** What is needed to fill a site with sample content; `setClock` decides when the next thing was written. */
export interface SampleDeps {
  accounts: Accounts
  forum: Forum
  setClock: (now: Date) => void
}

export interface SamplePerson {
  key: string
  name: string
  isStaff: boolean
}

export interface SampleCategory {
  key: string
  name: string
  description: string
  colour: CategoryColour
  writeRole: 'members' | 'staff'
}

export interface SampleTopic {
  category: string
  kind: TopicKind
  by: string
  title: string
  /** Markdown. */
  text: string
  /** How many hours ago it was written. */
  hoursAgo: number
  /** Places of the replies that its author marked as the solution, from 0. */
  solvedBy?: readonly number[]
  replies: readonly { by: string; text: string; hoursLater: number }[]
}
