import type { CategoryColour, TopicKind } from '../forum/index.ts'

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
  replies: readonly { by: string; text: string; hoursLater: number }[]
}
