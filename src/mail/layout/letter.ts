import type { Block } from '../message.ts'

export interface Link {
  label: string
  address: string
}

/** All that stands in a mail, in finished words, before it becomes text and HTML. */
export interface Letter {
  locale: string
  dir: 'ltr' | 'rtl'
  subject: string
  preview: string | undefined
  site: Link
  blocks: readonly Block[]
  /** Why the recipient gets it. */
  reason: string
  /** At the foot: how to get less, and whose mail this is. */
  links: readonly Link[]
}
