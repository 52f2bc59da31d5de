import type { Migration } from './database/index.ts'

/**
 * What changes the data of older versions, in order; never change or take away one that was released. Each is given the
 * connection and works on collections as they are stored, since models describe what is stored afterwards.
 */
export const migrations: readonly Migration[] = []
