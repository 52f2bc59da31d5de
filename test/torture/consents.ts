import { aTestimonial, consentPathFor } from '../support/testimonials.ts'
import type { Person, Shown } from '../support/person.ts'
import type { Running } from '../support/running.ts'
import type { Composition } from '../../src/app.ts'
import { pauseBriefly, type Ledger } from './deeds.ts'

/** A testimonial that its person was asked about, and how far they and marketing came with it. */
interface Asked {
  id: string
  text: string
  path: string
  /** The last step that was acknowledged. */
  done?: Step
}

const steps = ['given', 'published', 'withdrawn'] as const
type Step = (typeof steps)[number]

/** Makes testimonials that wait for their person's answer. */
export async function askMany(app: Running, count: number): Promise<Asked[]> {
  const asked: Asked[] = []
  for (let number = 0; number < count; number += 1) {
    const { id, text, email } = await aTestimonial(app, { until: 'requested' })
    asked.push({ id, text, path: await consentPathFor(app, email) })
  }
  return asked
}

/** People who consent, marketing that publishes, and every second of them takes it back. */
export class Consents {
  readonly #waiting: Asked[]
  readonly #ledger: Ledger
  readonly #guest: Person
  readonly #marketing: Person
  readonly #begun: Asked[] = []
  #isUnanswered = false
  /** What was answered last. */
  #last = ''

  constructor(asked: Asked[], ledger: Ledger, people: { guest: Person; marketing: Person }) {
    this.#waiting = [...asked]
    this.#ledger = ledger
    this.#guest = people.guest
    this.#marketing = people.marketing
  }

  get acknowledged(): number {
    return this.#begun.reduce((sum, { done }) => sum + (done ? steps.indexOf(done) + 1 : 0), 0)
  }

  async writeUntil(signal: AbortSignal): Promise<number> {
    let lost = 0
    while (!signal.aborted) {
      await pauseBriefly(100)
      if (!(await this.#goOn())) lost += 1
    }
    return lost
  }

  async finish(): Promise<void> {
    for (let tries = 0; this.#isUnanswered && tries < 50; tries += 1) {
      if (!(await this.#goOn())) await pauseBriefly(200)
    }
    if (this.#isUnanswered) throw new Error(`a step of a testimonial is never acknowledged: ${this.#last}`)
  }

  /** What is not as it was acknowledged: a consent that is lost, or a text that is shown again. */
  async faults({ testimonials, database }: Composition): Promise<string[]> {
    const stored = await database.connection
      .collection<{ _id: string; state: string }>('testimonials')
      .find({})
      .toArray()
    const states = new Map(stored.map(({ _id, state }) => [_id, state]))
    const wall = await (await fetch(`${this.#guest.app.url}/testimonials`)).text()
    const wrong = this.#begun.filter(({ id, done }) => done && states.get(id) !== done)
    const shown = this.#begun.filter(({ text, done }) => done === 'withdrawn' && wall.includes(text))
    return [
      ...wrong.map(({ id, done }) => `testimonial ${id} was ${done} and is ${states.get(id)}`),
      ...shown.map(({ id }) => `testimonial ${id} was withdrawn and is shown`),
      ...(await testimonials.verify()).faults,
    ]
  }

  /** One step, or the last one again where nobody answered. */
  async #goOn(): Promise<boolean> {
    const current = this.#begun.at(-1)
    const isOver = !current || current.done === 'withdrawn' || (current.done === 'published' && this.#begun.length % 2)
    const next = isOver && !this.#isUnanswered ? this.#waiting.shift() : current
    if (!next) return true
    if (next !== current) this.#begun.push(next)
    const step = steps[next.done ? steps.indexOf(next.done) + 1 : 0] ?? 'withdrawn'
    const isAgain = this.#isUnanswered
    this.#isUnanswered = true
    try {
      const shown = await this.#send(next, step)
      this.#ledger.count(shown)
      this.#last = `${step} ${isAgain ? 'again' : ''} ${shown.status} ${shown.$('h1').text()}`
      // Done the first time, where the answer was lost.
      const isDone = shown.status === 303 || (isAgain && shown.status === 409)
      if (isDone) next.done = step
      else if (![429, 503].includes(shown.status)) this.#ledger.surprises.push(`${step}: ${shown.status}`)
      this.#isUnanswered = !isDone
      return isDone
    } catch (error) {
      this.#last = `${step}: ${String(error)}`
      return false
    }
  }

  #send({ id, path }: Asked, step: Step): Promise<Shown> {
    if (step === 'given') {
      const fields = { version: '1', answer: 'give', nameForm: 'full', site: 'on' }
      return this.#guest.post(`${path}/answer`, fields).then((shown) => ({ ...shown, status: arrived(shown) }))
    }
    if (step === 'published')
      return this.#marketing.send(`/staff/testimonials/${id}/publication`, { wish: 'publish', day: '' })
    return this.#guest
      .post(`${path}/withdrawal`, { what: 'all' })
      .then((shown) => ({ ...shown, status: arrived(shown) }))
  }
}

/** `post` follows the redirect that acknowledges; what it leads to is a page. */
function arrived({ status }: Shown): number {
  return status === 200 ? 303 : status
}
