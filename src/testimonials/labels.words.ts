import type { ConsentAct, Deed, Purpose, TestimonialState } from './testimonials.words.ts'

/** Message keys by which pages name closed sets of words. */
export const stateKeys = {
  draft: 'testimonials:state.draft',
  requested: 'testimonials:state.requested',
  given: 'testimonials:state.given',
  published: 'testimonials:state.published',
  unpublished: 'testimonials:state.unpublished',
  declined: 'testimonials:state.declined',
  expired: 'testimonials:state.expired',
  withdrawn: 'testimonials:state.withdrawn',
  removed: 'testimonials:state.removed',
} as const satisfies Record<TestimonialState, string>

export const purposeKeys = {
  site: 'testimonials:purpose.site',
  widget: 'testimonials:purpose.widget',
  print: 'testimonials:purpose.print',
} as const satisfies Record<Purpose, string>

export const actKeys = {
  asked: 'testimonials:act.asked',
  given: 'testimonials:act.given',
  declined: 'testimonials:act.declined',
  lapsed: 'testimonials:act.lapsed',
  withdrawn: 'testimonials:act.withdrawn',
  'photo-withdrawn': 'testimonials:act.photoWithdrawn',
  confirmed: 'testimonials:act.confirmed',
  erased: 'testimonials:act.erased',
} as const satisfies Record<ConsentAct, string>

export const deedKeys = {
  came: 'testimonials:deed.came',
  edited: 'testimonials:deed.edited',
  asked: 'testimonials:deed.asked',
  reminded: 'testimonials:deed.reminded',
  given: 'testimonials:deed.given',
  corrected: 'testimonials:deed.corrected',
  declined: 'testimonials:deed.declined',
  lapsed: 'testimonials:deed.lapsed',
  published: 'testimonials:deed.published',
  scheduled: 'testimonials:deed.scheduled',
  unpublished: 'testimonials:deed.unpublished',
  featured: 'testimonials:deed.featured',
  unfeatured: 'testimonials:deed.unfeatured',
  tagged: 'testimonials:deed.tagged',
  'photo-withdrawn': 'testimonials:deed.photoWithdrawn',
  'asked-yearly': 'testimonials:deed.askedYearly',
  confirmed: 'testimonials:deed.confirmed',
  unconfirmed: 'testimonials:deed.unconfirmed',
  withdrawn: 'testimonials:deed.withdrawn',
  removed: 'testimonials:deed.removed',
} as const satisfies Record<Deed, string>
