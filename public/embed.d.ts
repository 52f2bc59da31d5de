/** What embed.js adds to a page. Options and attributes are told of in docs/embedding.md. */
interface CandorCommon {
  /** Address of Candor's home page; where the script comes from unless another is named. */
  from?: string
  /** `auto` follows the page’s `color-scheme`. */
  theme?: 'auto' | 'light' | 'dark'
}

interface CandorTestimonials extends CandorCommon {
  widget: 'testimonials'
  /** 1 to 24; 3 unless another is named. */
  count?: number
}

interface CandorTopics extends CandorCommon {
  widget: 'topics'
  /** 1 to 20; 5 unless another is named. */
  count?: number
  /** Last part of a category's address. */
  category?: string
  status?: 'solved' | 'unsolved' | 'unanswered' | 'no-staff-reply'
}

interface CandorDiscussion extends CandorCommon {
  widget: 'discussion'
  /** Address of the page that is talked about; its canonical one, else its own. */
  url?: string
  /** Title of the topic that the first post begins; the document's unless another is named. */
  pageTitle?: string
  /** Last part of the address of the category that the topic stands in; the first open one unless another is named. */
  category?: string
}

type CandorOptions = CandorTestimonials | CandorTopics | CandorDiscussion

interface CandorHandle {
  readonly element: HTMLElement
  /** Takes the widget off the page, with everything that it listens to. Harmless the second time. */
  destroy(): void
}

interface Candor {
  /**
   * Puts a widget into an element, given itself or by a selector; the same again only changes its options. Throws TypeError
   * when there is no such element or widget.
   */
  create(target: Element | string, options: CandorOptions): CandorHandle
  /** Takes away what `create` put there; harmless where there is nothing. */
  destroy(target: Element | string): void
}

declare global {
  interface Window {
    readonly Candor: Candor
  }
  interface HTMLElementTagNameMap {
    'candor-testimonials': HTMLElement
    'candor-topics': HTMLElement
    'candor-discussion': HTMLElement
  }
}

export type { Candor, CandorHandle, CandorOptions }
