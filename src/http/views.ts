import { LRUCache } from 'lru-cache'
import type { SafeHtml } from '../content/index.ts'
import type { Config } from '../config/index.ts'
import type { PageAnswer } from './answers.ts'
import type { FormState } from './forms.ts'
import type { Formats } from './formats.ts'
import type { Translate } from './messages.ts'
import type { HeaderFacts } from './site-header.ts'
import type { StaticFiles } from './static-files.ts'
import { createTemplates, type Locals } from './templates.ts'
import type { Me } from './visit.ts'

/** What a page shows beside its own view object. */
export interface Surroundings {
  formats: Formats
  header: HeaderFacts
  me: Me | undefined
  csrf: string
  flash: { kind: 'done' | 'problem'; text: string }[]
  /** Path below the mount path to come back to after signing in. */
  address: string
}

export interface Views {
  /** The page's HTML: the template within the layout. */
  render(answer: PageAnswer, around: Surroundings): string
  /** A template within another layout, for pages that stand outside the product, such as the demo issuer's. */
  renderPlain(template: string, options: { view: object; title: string; formats: Formats }): string
}

/** Views of the templates below `folder`. */
export function createViews(folder: string, options: { config: Config; files: StaticFiles }): Views {
  const { config, files } = options
  const template = createTemplates(folder)
  const readerLocals = keptFor(readerLocalsOf)
  const path = (to: string): string => `${config.mountPath}${to}`
  const common = {
    path,
    asset: (name: string) => path(files.address(name)),
    site: { name: config.siteName, homeAddress: path('/'), publicNotice: config.publicNotice },
  }
  return {
    render(answer, around) {
      const locals = {
        ...common,
        ...readerLocals(around.formats),
        ...personalLocals(around, path),
        ...pageLocals(answer, { config, around }),
      }
      const body = template(answer.template, locals)
      const { layout = 'page' } = answer
      return layout === 'bare' ? body : template(`layouts/${layout}`, { ...locals, body })
    },
    renderPlain(name, { view, title, formats }) {
      const locals = { ...common, ...readerLocals(formats), view, page: { title } }
      return template('layouts/plain', { ...locals, body: template(name, locals) })
    },
  }
}

/** Makes something of each reader's formats once; there are few. */
function keptFor(make: (formats: Formats) => Locals): (formats: Formats) => Locals {
  const made = new WeakMap<Formats, Locals>()
  return (formats) => {
    const known = made.get(formats)
    if (known) return known
    const locals = make(formats)
    made.set(formats, locals)
    return locals
  }
}

function readerLocalsOf(formats: Formats): Locals {
  return {
    t: remembering(formats.t),
    time: (date: Date): SafeHtml => formats.time(date),
    number: (value: number): string => formats.number(value),
    locale: formats.locale,
    dir: formats.dir,
  }
}

const mostTexts = 5000

/** A page holds a hundred texts, and half of its time went into looking them up. The same key and parameters give the same text. */
function remembering(t: Translate): Translate {
  const texts = new LRUCache<string, string>({ max: mostTexts })
  return (key, params) => {
    const name = params ? `${key} ${JSON.stringify(params)}` : key
    const known = texts.get(name)
    if (known !== undefined) return known
    const text = t(key, params)
    texts.set(name, text)
    return text
  }
}

function personalLocals(around: Surroundings, path: (to: string) => string): Locals {
  return {
    header: around.header,
    me: around.me ? { ...around.me, signOutAction: path('/sign-out') } : undefined,
    csrf: around.csrf,
    flash: around.flash,
    here: around.address,
    signInHere: path(signInAddress(around.address)),
  }
}

function pageLocals(answer: PageAnswer, { config, around }: { config: Config; around: Surroundings }): Locals {
  const full = (to: string | undefined): string | undefined => (to === undefined ? undefined : config.url + to)
  const { head } = answer
  return {
    view: answer.view,
    page: {
      ...head,
      canonical: full(head.canonical),
      prev: full(head.prev),
      next: full(head.next),
      feed: full(head.feed),
      image: head.image && { ...head.image, address: full(head.image.path) },
    },
    form: answer.form ? formLocals(answer.form, { config, around }) : undefined,
  }
}

function formLocals(form: FormState, { config, around }: { config: Config; around: Surroundings }): Locals {
  const errors = Object.fromEntries(Object.entries(form.errors).map(([field, key]) => [field, around.formats.t(key)]))
  return {
    action: config.mountPath + form.action,
    path: form.action,
    values: form.values,
    isRestored: form.isRestored ?? false,
    errors,
    summary: Object.entries(errors).map(([field, message]) => ({ field, message })),
  }
}

/** Where a guest signs in and comes back to `address`; paths below the mount path. */
export function signInAddress(address: string): string {
  return address === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(address)}`
}

/** Where somebody shows their second factor and comes back to `address`. */
export function codeAddress(address: string): string {
  return `/me/second-factor/entry?return=${encodeURIComponent(address)}`
}
