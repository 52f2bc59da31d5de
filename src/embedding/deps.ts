/** A testimonial, as its own feature draws it. */
export type TestimonialCard = object

/** What the widgets need of testimonials; the composition root hands it over. */
export interface TestimonialSource {
  readonly stamps: readonly string[]
  cards(size: number): Promise<readonly TestimonialCard[]>
}

/** How topics can stand, as a list is asked for them. */
export const statuses = ['solved', 'unsolved', 'unanswered', 'no-staff-reply'] as const
export type Status = (typeof statuses)[number]

/** What the widgets need of the forum; the composition root hands it over. */
export interface TopicSource {
  readonly stamps: readonly string[]
  /** Undefined where there is no such category that everybody may read. */
  topics(query: {
    count: number
    category?: string | undefined
    status?: Status | undefined
  }): Promise<readonly object[] | undefined>
}

/** What this feature works with. */
export interface EmbeddingDeps {
  testimonials: TestimonialSource
  forum: TopicSource
  /** The full address of a path below the mount path. */
  fullAddress: (path: string) => string
  /** The path of a file of public/, with its fingerprint, below the mount path. */
  asset: (name: string) => string
}
