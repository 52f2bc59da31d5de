import { machine } from '../kernel/index.ts'
import type { TestimonialState } from './testimonials.words.ts'

/**
 * draft -> requested -> given | declined | expired; given -> published <-> unpublished. A change begins again as a draft;
 * a no, silence and a withdrawal are final. That something is published says nothing of whether it is shown: that is
 * decided by public/read.ts alone.
 */
export const testimonialStates = machine<TestimonialState>({
  draft: { request: 'requested', edit: 'draft', withdraw: 'withdrawn', remove: 'removed' },
  requested: {
    give: 'given',
    decline: 'declined',
    expire: 'expired',
    edit: 'draft',
    withdraw: 'withdrawn',
    remove: 'removed',
  },
  given: { publish: 'published', edit: 'draft', withdraw: 'withdrawn', remove: 'removed' },
  published: { unpublish: 'unpublished', edit: 'draft', withdraw: 'withdrawn', remove: 'removed' },
  unpublished: { publish: 'published', edit: 'draft', withdraw: 'withdrawn', remove: 'removed' },
  declined: { remove: 'removed' },
  expired: { remove: 'removed' },
  withdrawn: { remove: 'removed' },
  removed: {},
})
