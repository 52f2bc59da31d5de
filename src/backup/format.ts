/** What a backup says of itself. */
export interface Manifest {
  format: 1
  /** When it was begun, as an ISO time. */
  at: string
  /** Whether all of it is as it was at one moment, or read while others wrote. */
  isOfOneMoment: boolean
  /** Documents by collection. */
  documents: Record<string, number>
}

/** The parts of a backup's folder. `candor` is the folder that `mongorestore --nsInclude 'candor.*'` takes. */
export const parts = {
  manifest: 'backup.json',
  documents: 'candor',
  uploads: 'uploads',
  secret: 'session-secret',
  erased: 'erased.txt',
} as const

/**
 * Collections of what lives for hours at most, or is made anew: sessions, what lets a frame act as a person, counters of
 * how often somebody did something, news for open pages, and the versions of kept pages.
 */
export const fleeting: ReadonlySet<string> = new Set([
  'sessions',
  'framegrants',
  'ratelimits',
  'livechannels',
  'stamps',
])

/** As mongodump escapes what a file's name can't hold. */
export function fileName(collection: string): string {
  return collection.replaceAll('%', '%25').replaceAll('/', '%2F')
}
