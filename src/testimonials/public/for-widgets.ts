import { wallStamp } from '../stamp-names.ts'
import { cardOf, type Card } from './card.ts'
import type { PublicTestimonials } from './read.ts'

/** What pages of other sites may show of testimonials: those whose consent names widgets. */
export interface TestimonialsForWidgets {
  /** Version stamps of everything that is shown. */
  readonly stamps: readonly string[]
  /** The first ones of the wall, in marketing's order, with whole addresses. */
  cards(size: number): Promise<Card[]>
}

/** Reads them by the one public query. */
export function forWidgets(shown: PublicTestimonials, fullAddress: (path: string) => string): TestimonialsForWidgets {
  return {
    stamps: [wallStamp],
    async cards(size) {
      const { items } = await shown.list('widget', { size })
      return items.map((item) => cardOf(fullAddress, item))
    },
  }
}
