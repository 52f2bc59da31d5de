import type { RemovalClass } from './removal-class.ts'

/**
 * The errors that are thrown on purpose. One handler (http/errors.ts) turns them into a page, JSON or an empty body.
 * A message is a key of the message files, never a finished text: who reads it decides the language.
 */
export type MessageKey = string

/** What a message's text has gaps for. A moment is given in milliseconds. */
export type MessageParams = Readonly<Record<string, string | number>>

export abstract class CandorError extends Error {
  abstract readonly status: number
  /** `errors:<name>.title` and `.text` are the words of the error page. */
  abstract override readonly name: string
}

/** There is no such thing, or this reader may not know of it: refuse reading with 404. */
export class NotFound extends CandorError {
  readonly status = 404
  override readonly name = 'notFound'
}

/** It was here and was removed; its address answers 410 and tells nothing of it. */
export class Gone extends CandorError {
  readonly status = 410
  override readonly name = 'gone'
  readonly since: Date | undefined
  /** Why, in one of the classes that everybody may be told. */
  readonly why: RemovalClass | undefined

  constructor(since?: Date, why?: RemovalClass) {
    super('gone')
    this.since = since
    this.why = why
  }
}

/** The actor may not do this; `reason` says why in words for the page. */
export class NotAllowed extends CandorError {
  readonly status = 403
  override readonly name = 'notAllowed'
  readonly reason: MessageKey
  readonly params: MessageParams | undefined

  constructor(reason: MessageKey, params?: MessageParams) {
    super(reason)
    this.reason = reason
    this.params = params
  }
}

/** Only for who is signed in: a page offers the way to sign in and come back. */
export class NotSignedIn extends CandorError {
  readonly status = 401
  override readonly name = 'notSignedIn'
}

/** What was sent can't be taken: field -> message key. The form comes back with every value kept. */
export class Invalid extends CandorError {
  readonly status = 422
  override readonly name = 'invalid'
  readonly fields: Readonly<Record<string, MessageKey>>

  constructor(fields: Record<string, MessageKey>) {
    super(Object.values(fields).join(' '))
    this.fields = fields
  }
}

/** The thing changed meanwhile, or a name is taken. */
export class Conflict extends CandorError {
  readonly status = 409
  override readonly name = 'conflict'
  readonly reason: MessageKey

  constructor(reason: MessageKey) {
    super(reason)
    this.reason = reason
  }
}

/** Too often; `retryAfter` in seconds. */
export class TooMany extends CandorError {
  readonly status = 429
  override readonly name = 'tooMany'
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super('too many')
    this.retryAfter = retryAfter
  }
}

/** More is asked than can be worked on at once; `retryAfter` in seconds. */
export class Busy extends CandorError {
  readonly status = 503
  override readonly name = 'busy'
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super('busy')
    this.retryAfter = retryAfter
  }
}

/** A part that we need (database, provider, mail server) doesn't answer; `retryAfter` in seconds. */
export class Unavailable extends CandorError {
  readonly status = 503
  override readonly name = 'unavailable'
  readonly retryAfter: number

  constructor(retryAfter = 5, options?: ErrorOptions) {
    super('unavailable', options)
    this.retryAfter = retryAfter
  }
}
