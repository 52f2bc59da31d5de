import type { z } from 'zod'
import type { Audience } from '../kernel/index.ts'
import type { Answer } from './answers.ts'
import type { FormState } from './forms.ts'
import type { UploadOptions } from './uploads.ts'
import type { LimitName } from './rate-limits.ts'
import type { Visit } from './visit.ts'

type Params = Readonly<Record<string, string>>

interface Common<Query extends z.ZodType | undefined> {
  /** Who may come in. Commands decide again what this actor may do to this thing. */
  for: Audience
  /** Schema of the query string; what doesn't fit is answered with 404. */
  query?: Query
  /**
   * The same for everybody, whatever cookie comes along: for pages that stand inside other sites', where a browser sends
   * cookies or doesn't as it likes. Whoever acts there says who they are by other means.
   */
  ignoresCookie?: boolean
}

export interface ReadOptions<Query extends z.ZodType | undefined> extends Common<Query> {
  /**
   * Names of the stamps that the page depends on; makes it kept for readers who aren't signed in. A name that
   * depends on the address is made from its parameters.
   */
  stamps?: (params: Params) => string[]
  /** Opens a session also for who has none yet: only where a sign-in begins. */
  opensSession?: boolean
  limit?: LimitName
}

export interface WriteOptions<Form extends z.ZodType, Query extends z.ZodType | undefined> extends Common<Query> {
  form: Form
  /** Shows the page that holds the form again, with what was typed and what is wrong. Missing where a form has no fields. */
  again?: (visit: Visit<undefined, Parsed<Query>>, form: FormState) => Promise<Answer>
  /**
   * Path below the mount path of the page that holds the form. Who has to sign in first finds there what they typed, and
   * so does who sends a form from before their last sign-in.
   */
  keepsDraft?: (params: Params) => string
  /** Opens a session for somebody who isn't signed in yet: only between a provider and the greeting page. */
  opensSession?: boolean
  limit?: LimitName
  /**
   * Taken without a look at where it comes from: for addresses whose own token is the whole authority (a mail program
   * sends no Origin), and for servers that sign what they send. The route acts for nobody who is signed in.
   */
  fromAnywhere?: boolean
  /** A file that comes with the form; the form must be sent as multipart/form-data. */
  upload?: UploadOptions
}

type Parsed<Schema extends z.ZodType | undefined> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** One address and method, with who may come in: a row of the table that tests print and check. */
export interface Route {
  method: 'GET' | 'POST'
  path: string
  for: Audience
  query?: z.ZodType
  form?: z.ZodType
  again?: (visit: Visit, form: FormState) => Promise<Answer>
  stamps?: (params: Params) => string[]
  keepsDraft?: (params: Params) => string
  opensSession: boolean
  ignoresCookie?: boolean
  fromAnywhere?: boolean
  upload?: UploadOptions
  limit?: LimitName
  handle: (visit: Visit) => Promise<Answer>
}

export interface Routes {
  readonly table: readonly Route[]
  get<Query extends z.ZodType | undefined = undefined>(
    path: string,
    options: ReadOptions<Query>,
    handle: (visit: Visit<undefined, Parsed<Query>>) => Answer | Promise<Answer>,
  ): void
  post<Form extends z.ZodType, Query extends z.ZodType | undefined = undefined>(
    path: string,
    options: WriteOptions<Form, Query>,
    handle: (visit: Visit<z.output<Form>, Parsed<Query>>) => Answer | Promise<Answer>,
  ): void
}

/** A feature's addresses. Nothing is served by making them: the composition root hands the table to the server. */
export function createRoutes(): Routes {
  const table: Route[] = []
  return {
    table,
    get(path, options, handle) {
      table.push({
        method: 'GET',
        path,
        opensSession: false,
        ...(options as Omit<ReadOptions<z.ZodType>, 'query'>),
        // The pipeline parses with this route's own schemas before it calls, which the compiler can't follow.
        handle: async (visit) => handle(visit as never),
      })
    },
    post(path, options, handle) {
      const { again, ...rest } = options
      table.push({
        method: 'POST',
        path,
        opensSession: false,
        // Mail providers unsubscribe many people from one address; a person's clicks are counted closer.
        limit: options.fromAnywhere ? 'server' : 'write',
        ...(rest as Omit<WriteOptions<z.ZodType, z.ZodType>, 'again'>),
        ...(again ? { again: (visit, form) => again(visit as never, form) } : {}),
        handle: async (visit) => handle(visit as never),
      })
    },
  }
}
