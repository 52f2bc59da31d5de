import { machine } from '../kernel/index.ts'

export type PhotoState = 'stored' | 'hidden' | 'removed'

/**
 * A removed photo's row stands until its files are gone, so that whoever comes after a crash knows what is left to do;
 * then it goes as well and only a tombstone remains.
 */
export const photoStates = machine<PhotoState>({
  stored: { hide: 'hidden', remove: 'removed' },
  hidden: { hide: 'hidden', restore: 'stored', remove: 'removed' },
  removed: {},
})
