import { Conflict, type Erased } from '../kernel/index.ts'
import { withdraw } from './commands/answer.ts'
import { erase } from './commands/remove.ts'
import type { TestimonialDeps } from './deps.ts'
import type { Testimonial } from './testimonial.model.ts'
import type { TestimonialState } from './testimonials.words.ts'

/** Testimonials that are erased, and those whose person took their consent back or never gave it. */
export function erasedTestimonials(deps: TestimonialDeps): Erased[] {
  return [
    inState(deps, 'removed', async (id) => erase(deps, id)),
    inState(deps, 'withdrawn', async (id) => withdrawAgain(deps, id)),
  ]
}

function inState(deps: TestimonialDeps, state: TestimonialState, again: (id: string) => Promise<void>): Erased {
  return {
    kind: `testimonial-${state}`,
    async *ids() {
      for await (const { _id } of deps.testimonials.find({ state }, { _id: 1 }).lean<{ _id: string }>().cursor())
        yield _id
    },
    async eraseAgain(ids) {
      let erased = 0
      for (const id of ids) {
        const there = await deps.testimonials
          .findOne({ _id: id, state: { $ne: state } }, { _id: 1 })
          .lean<Testimonial>()
        if (!there) continue
        await again(id)
        erased += 1
      }
      return erased
    },
  }
}

/** In the backup nobody may have consented yet: then nothing is shown, and nothing has to be taken back but the words. */
async function withdrawAgain(deps: TestimonialDeps, id: string): Promise<void> {
  try {
    await withdraw(deps, { id })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    await erase(deps, id)
  }
}
