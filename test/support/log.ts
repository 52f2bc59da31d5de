import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { Logger } from '../../src/http/index.ts'

/** A log that keeps its lines. */
export interface KeptLog {
  log: Logger
  /** Every line so far, as text. */
  text(): string
  /** Every line so far, read. */
  lines(): Record<string, unknown>[]
}

export function keepLog(): KeptLog {
  const kept: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      kept.push(chunk.toString())
      done()
    },
  })
  const text = (): string => kept.join('')
  return {
    log: pino({ level: 'info', base: null }, stream),
    text,
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
