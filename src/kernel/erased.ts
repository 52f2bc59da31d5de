/**
 * What is gone for good of one kind of things, told by ids alone, from what is left where it was. A restored backup
 * brings such things back: with these ids they go again before anybody can see them.
 */
export interface Erased {
  /** Unique over all features. */
  readonly kind: string
  /** An id for each thing that is gone; it may say when, where a thing can lose something more than once. */
  readonly ids: () => AsyncIterable<string>
  /** Erases those of them that are there again. Gives how many. May be run again after it was cut off. */
  readonly eraseAgain: (ids: readonly string[]) => Promise<number>
}
