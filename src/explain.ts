import { ConfigError } from './config/index.ts'
import { NewerDatabase } from './database/index.ts'

/** Why a process could not start: one sentence for what the person who starts it can mend, the whole story for what they can't. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof NewerDatabase) return error.message
  if (!(error instanceof Error)) return 'The start failed.'
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'PORT is taken by another program: set PORT to a free one.'
  if (code === 'EACCES') return 'PORT may not be opened by this user: set PORT to one above 1023.'
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine.'
  // OutOfDiskSpace: its message names the folder.
  if (code === 14_031) return error.message
  if (error.name.startsWith('Mongo')) return `MONGODB_URI does not answer: ${error.message}`
  return error.stack ?? error.message
}
