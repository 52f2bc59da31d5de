import { allow, newId, type Actor } from '../../kernel/index.ts'
import type { TestimonialDeps } from '../deps.ts'
import type { Testimonial } from '../testimonial.model.ts'
import { mayManage } from '../testimonial.policy.ts'
import { holdPhoto, keepPhoto } from './keep-photo.ts'
import type { Connection, NameForm, Source } from '../testimonials.words.ts'

/** What somebody says, and as who. */
export interface Wording {
  text: string
  name: string
  nameForm: NameForm
  role: string
  company: string
  stars?: number | undefined
  connection: Connection
}

export interface Submission extends Wording {
  /** Small letters. */
  email: string
  locale: string
  photo?: Buffer | undefined
}

/** Takes a testimonial from its person, signed in or not. It is a draft that only marketing sees. Throws Invalid for a photo that can't be used. */
export async function submit(
  deps: TestimonialDeps,
  actor: Actor,
  input: Submission & { source: Exclude<Source, 'staff'> },
): Promise<Testimonial> {
  return create(deps, input, { ...(actor.kind === 'member' ? { accountId: actor.id } : {}) })
}

/** Enters one on somebody's behalf, as it came by mail. Throws NotAllowed, Invalid. */
export async function enterFor(deps: TestimonialDeps, actor: Actor, input: Submission): Promise<Testimonial> {
  allow(mayManage(actor))
  const by = actor.kind === 'member' ? { by: actor.id } : {}
  const made = await create(deps, { ...input, source: 'staff' }, by)
  await deps.audit.record(actor, { action: 'testimonial.enter', thing: { kind: 'testimonial', id: made._id } })
  return made
}

async function create(
  deps: TestimonialDeps,
  { photo, stars, ...input }: Submission & { source: Source },
  { accountId, by }: { accountId?: string; by?: string },
): Promise<Testimonial> {
  const _id = newId()
  const now = deps.clock()
  const mark = photo && (await keepPhoto(deps, _id, photo))
  const rank = -now.getTime()
  const { text, name, nameForm, role, company, connection, email, locale, source } = input
  const item: Testimonial = {
    _id,
    state: 'draft',
    version: 1,
    source,
    locale,
    email,
    name,
    nameForm,
    role,
    company,
    text,
    original: text,
    connection,
    salt: deps.randomToken(18),
    tags: [],
    isFeatured: false,
    rank,
    place: rank,
    mailsSent: 0,
    isUnconfirmed: false,
    hiddenFor: [],
    createdAt: now,
    log: [{ at: now, deed: 'came', version: 1, ...(by === undefined ? {} : { by }) }],
    ...(stars === undefined ? {} : { stars }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(mark ? { photo: mark } : {}),
  }
  await deps.testimonials.create(item)
  if (mark) await holdPhoto(deps, mark.key)
  return item
}
