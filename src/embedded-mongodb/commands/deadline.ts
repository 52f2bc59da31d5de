import { ServerError } from '../errors.ts'
import type { Document } from '../semantics/index.ts'
import { numberField } from './command.ts'

/** When a command with `maxTimeMS` has to be done, in milliseconds of `performance.now()`; Infinity without one. */
export function deadlineOf(body: Document): number {
  const limit = numberField(body, 'maxTimeMS') ?? 0
  if (limit < 0) throw new ServerError('BadValue', `${limit} value for maxTimeMS is out of range`)
  return limit > 0 ? performance.now() + limit : Infinity
}

/** Throws ServerError MaxTimeMSExpired when the time has come. */
export function checkDeadline(deadline: number): void {
  if (performance.now() > deadline) throw new ServerError('MaxTimeMSExpired', 'operation exceeded time limit')
}

/** Looks at the clock at each pause of a read. */
export function withDeadline<T>(
  rows: IterableIterator<T | undefined>,
  deadline: number,
): IterableIterator<T | undefined> {
  return deadline === Infinity ? rows : watched(rows, deadline)
}

function* watched<T>(rows: IterableIterator<T | undefined>, deadline: number): Generator<T | undefined> {
  for (const row of rows) {
    if (row === undefined) checkDeadline(deadline)
    yield row
  }
}
