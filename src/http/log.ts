import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * The application's log: one JSON object a line. It holds ids, routes and durations; never a name, an address, a body,
 * a token or a full URL (a slug is somebody's title).
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}
