import type { Binary } from 'bson'
import { ServerError } from '../errors.ts'
import { decode, encode, isDocument, toNumber, type Document } from '../semantics/index.ts'
import type { Environment } from './environment.ts'

/** A write that a driver may send again: which statements of it have been done, and with what result. */
export interface RetryScope {
  /** The result of a statement that has been done before, also by a server that was killed since. */
  done(statement: number): Document | undefined
  /** Remembers a statement's result, in the same transaction as what it changed. */
  note(statement: number, result: Document): void
  /** Writes what was noted: at the end of a write job. */
  save(): void
}

/** How long a session's last write is remembered: longer than a driver would try again. */
const rememberedFor = 30 * 60_000

/** Remembers for each session what its last retryable write did. */
export class Retries {
  private readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
  }

  /**
   * The scope of a command, or undefined when it has no `txnNumber`. Called within the write job.
   * Throws ServerError TransactionTooOld when the session has begun a later write.
   */
  scope(command: Document): RetryScope | undefined {
    const number = command['txnNumber']
    const session = command['lsid']
    if (number === undefined || !isDocument(session)) return undefined
    const key = sessionKey(session)
    const wanted = BigInt(toNumber(number) ?? 0)
    const stored = this.read(key)
    if (stored && stored.number > wanted) {
      const message = `Cannot start transaction with session txnNumber ${wanted} because a newer transaction with txnNumber ${stored.number} has already started on this session.`
      throw new ServerError('TransactionTooOld', message)
    }
    const results = stored?.number === wanted ? stored.results : {}
    let changed = false
    return {
      done: (statement) => fullResult(results[`s${statement}`]),
      note: (statement, result) => {
        results[`s${statement}`] = shortResult(result)
        changed = true
      },
      save: () => {
        if (changed) this.environment.put('sessions', key, encode({ number: wanted, at: new Date(), results }))
      },
    }
  }

  /** Forgets sessions that have not written for long; within a write job. Returns how many. */
  sweep(now: Date): number {
    const old: Buffer[] = []
    for (const { key, value } of this.environment.sessions.getRange({ start: Buffer.from([0]) })) {
      const at = decode(value)['at']
      if (!(at instanceof Date) || now.getTime() - at.getTime() > rememberedFor) old.push(key)
    }
    for (const key of old) this.environment.remove('sessions', key)
    return old.length
  }

  private read(key: Buffer): { number: bigint; results: Document } | undefined {
    const bytes = this.environment.sessions.getBinary(key)
    if (!bytes) return undefined
    const stored = decode(bytes)
    return { number: stored['number'] as bigint, results: stored['results'] as Document }
  }
}

/** What each of a thousand inserts gives is remembered as a number. */
function shortResult(result: Document): unknown {
  return result['n'] === 1 && Object.keys(result).length === 1 ? 1 : result
}

function fullResult(result: unknown): Document | undefined {
  return result === 1 ? { n: 1 } : (result as Document | undefined)
}

/** The key of a session, from its `lsid`, which also names the owner of cursors. Throws ServerError BadValue when that has no `id`. */
export function sessionKey(session: Document): Buffer {
  const id = session['id'] as Binary | undefined
  if (!id?.buffer) throw new ServerError('BadValue', "BSON field 'lsid.id' is missing but a required field")
  return Buffer.concat([Buffer.from([1]), Buffer.from(id.buffer)])
}
