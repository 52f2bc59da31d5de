import type { Actor, MessageKey } from '../kernel/index.ts'
import type { FormState } from './forms.ts'
import type { Changes } from './live-changes.ts'
import type { Shared } from './live.ts'

/** What a route gives back; the pipeline turns it into a response. */
export type Answer = PageAnswer | RedirectAnswer | BodyAnswer | FileAnswer | StreamAnswer

/** A page made of a template and a view object. Readers that prefer JSON get the view object itself. */
export interface PageAnswer {
  readonly kind: 'page'
  readonly template: string
  readonly view: object
  readonly head: PageHead
  readonly form?: FormState
  readonly status: number
  /** What stands around the template: the site's own page unless another is named. */
  readonly layout?: Layout
  readonly exceptions?: Exceptions
}

/** `frame` for a page inside another site's, `bare` for a piece of HTML without anything around it. */
export type Layout = 'page' | 'frame' | 'bare'

/** Where an answer departs from what all others say to browsers. Nothing is open by itself. */
export interface Exceptions {
  /** Pages of every site may load and read it: only for what everybody may see. */
  everySite?: true
  /** Origins whose pages may hold it in a frame. */
  framedBy?: readonly string[]
  /** It holds frames of our own, and pictures that it makes itself. */
  holdsFrames?: true
  /** Origins of others whose pages it may hold in frames, once the reader asks for them. */
  frames?: readonly string[]
  /** It and the window that opened it may talk to each other. */
  opener?: true
}

/** What stands in a page's head. `title` and `description` are finished texts. */
export interface PageHead {
  title: string
  description?: string
  /** Path below the mount path; printed as a full address. */
  canonical?: string
  robots?: 'noindex'
  /** What networks show with a link to the page; its path is below the mount path. */
  image?: { path: string; width: number; height: number }
  /** Which part of the site the page belongs to, marked in the navigation. */
  section?: 'topics' | 'testimonials' | 'requests' | 'staff' | 'me'
  prev?: string
  next?: string
  /** Path of an Atom feed of the same, below the mount path. */
  feed?: string
  jsonLd?: object
}

export interface RedirectAnswer {
  readonly kind: 'redirect'
  /** Path below the mount path with its leading slash, or a full address elsewhere. */
  readonly to: string
  readonly status: 301 | 302 | 303
  readonly flash?: Flash
}

export interface BodyAnswer {
  readonly kind: 'body'
  readonly type: string
  readonly body: string | Buffer
  readonly status: number
  readonly exceptions?: Exceptions
}

/** A file to be kept by the reader, sent piece by piece as it is read. */
export interface FileAnswer {
  readonly kind: 'file'
  readonly type: string
  /** What the reader's browser calls it. */
  readonly name: string
  /** In bytes; missing where it is only known once all of it was sent. */
  readonly length?: number
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** A picture that a page of ours shows; anything else is saved. */
  readonly isShown?: boolean
}

/** An answer that goes on: events about one channel, as things of it change. */
export interface StreamAnswer {
  readonly kind: 'stream'
  readonly channel: string
  /** The version that the reader's page was made from: milliseconds. */
  readonly after: number
  /**
   * What the reader is told, as JSON; nothing when it doesn't concern them. Asked only when something changed, with who
   * they are by then. Whatever error it throws on purpose (NotFound, Gone) ends the stream.
   */
  readonly news: (told: { changes: Changes; actor: Actor; shared: Shared }) => Promise<object | undefined>
}

/** A short message shown once, on the next page. */
export interface Flash {
  kind: 'done' | 'problem'
  key: MessageKey
  params?: Record<string, string | number>
}

interface PageParts {
  view: object
  head: PageHead
  form?: FormState | undefined
  status?: number
  layout?: Layout
  exceptions?: Exceptions
}

/** A page: template (path below views/), view object, head; optionally a form, a status (default 200) and what is unusual. */
export function page(template: string, { form, status = 200, ...parts }: PageParts): PageAnswer {
  return { kind: 'page', template, status, ...parts, ...(form ? { form } : {}) }
}

/** See other: the answer to a form that was taken. `to` is a path below the mount path. */
export function redirect(to: string, flash?: Flash): RedirectAnswer {
  return { kind: 'redirect', to, status: 303, ...(flash ? { flash } : {}) }
}

/** The thing has another address now, for good. */
export function movedTo(to: string): RedirectAnswer {
  return { kind: 'redirect', to, status: 301 }
}

/** Go on elsewhere, for now; `to` may be a full address, such as a provider's. */
export function goTo(to: string): RedirectAnswer {
  return { kind: 'redirect', to, status: 302 }
}

/** A finished body of the given content type. */
export function body(type: string, content: string | Buffer, status = 200): BodyAnswer {
  return { kind: 'body', type, body: content, status }
}

/** A finished body for pages of every site; never of what depends on who asks. */
export function bodyForEverySite(type: string, content: string | Buffer): BodyAnswer {
  return { ...body(type, content), exceptions: { everySite: true } }
}

/** A file that the browser keeps under `name`. Nothing in it runs here, whoever made it. */
export function file(type: string, facts: Omit<FileAnswer, 'kind' | 'type'>): FileAnswer {
  return { kind: 'file', type, ...facts }
}

/** Server-sent events about a channel of `live`. */
export function stream(channel: string, { after, news }: Pick<StreamAnswer, 'after' | 'news'>): StreamAnswer {
  return { kind: 'stream', channel, after, news }
}
