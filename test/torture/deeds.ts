import { newId } from '../../src/kernel/index.ts'
import type { Person, Shown } from '../support/person.ts'

/** What somebody wants the server to do; sent again and again, as it is, until it is acknowledged. */
export interface Deed {
  kind: 'topic' | 'reply' | 'removal' | 'request'
  /** Stands in what is written and nowhere else; of a removal, in what is removed. */
  marker: string
  /** The fields of its form, the same each time. */
  fields: Readonly<Record<string, string>>
  path: string
  tries: number
  /** Where what it made is, once the server has acknowledged it. */
  made?: { topicId?: string; postId?: string }
}

/** Everything that was asked of a server, and what of it was acknowledged. */
export class Ledger {
  readonly acknowledged: Deed[] = []
  /** Sent, and never answered: what became of it is not known. */
  readonly unanswered = new Set<Deed>()
  readonly removed = new Set<string>()
  /** Answers that nobody should get, in the order in which they came. */
  readonly surprises: string[] = []
  /** How many answers there were of each status. */
  readonly statuses = new Map<number, number>()

  note(deed: Deed, shown: Shown): boolean {
    this.count(shown)
    // Who is signed out is sent to sign in: that acknowledges nothing.
    const isTaken = shown.status === 303 && !shown.headers['location']?.includes('/sign-in')
    const isDone = isTaken || (deed.kind === 'removal' && shown.status === 410)
    if (isDone) {
      this.unanswered.delete(deed)
      this.acknowledged.push({ ...deed, made: madeBy(deed, shown) })
      if (deed.kind === 'removal') this.removed.add(deed.marker)
    } else if (![429, 503].includes(shown.status)) {
      this.surprises.push(`${deed.kind} ${deed.path}: ${shown.status} ${shown.$('h1').text()}`)
    }
    return isDone
  }

  count({ status }: Pick<Shown, 'status'>): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }
}

function madeBy(deed: Deed, shown: Shown): NonNullable<Deed['made']> {
  const location = shown.headers['location'] ?? ''
  if (deed.kind === 'topic') return { topicId: new URL(location).pathname.split('/')[2] ?? '' }
  if (deed.kind !== 'reply') return {}
  return { topicId: deed.path.split('/')[2] ?? '', postId: new URL(location).searchParams.get('post') ?? '' }
}

/** Somebody who writes one thing after the other until told to stop, and sends again what nobody answered. */
export class Writer {
  readonly #person: Person
  readonly #ledger: Ledger
  readonly #categoryId: string
  #own: Deed[] = []
  #pending: Deed | undefined
  /** What was answered last. */
  #last = ''

  constructor(person: Person, ledger: Ledger, categoryId: string) {
    this.#person = person
    this.#ledger = ledger
    this.#categoryId = categoryId
  }

  /** Writes until the signal; resolves when nothing of it is under way. Gives how often an answer failed to come. */
  async writeUntil(signal: AbortSignal): Promise<number> {
    let lost = 0
    while (!signal.aborted) {
      const deed = (this.#pending ??= this.#next())
      if (!(await this.#send(deed))) {
        lost += 1
        await pauseBriefly(100)
      }
    }
    return lost
  }

  /** Sends what nobody has answered yet, and fails when that is refused, too. */
  async finish(): Promise<void> {
    for (let tries = 0; this.#pending && tries < 50; tries += 1) {
      if (!(await this.#send(this.#pending))) await pauseBriefly(200)
    }
    if (this.#pending) throw new Error(`${this.#pending.kind} is never acknowledged: ${this.#last}`)
  }

  async #send(deed: Deed): Promise<boolean> {
    deed.tries += 1
    this.#ledger.unanswered.add(deed)
    try {
      const shown = await answered(this.#person.send(deed.path, deed.fields))
      this.#last = `${shown.status} ${shown.$('h1').text()}`
      if (!this.#ledger.note(deed, shown)) return false
    } catch (error) {
      this.#last = String(error)
      // The connection broke: the server was killed, or isn't there yet.
      return false
    }
    const done = this.#ledger.acknowledged.findLast(({ marker, kind }) => marker === deed.marker && kind === deed.kind)
    if (done?.kind === 'topic' || done?.kind === 'reply') this.#own.push(done)
    this.#pending = undefined
    return true
  }

  /** Mostly replies, sometimes a topic, a request, or a reply of one's own that goes. */
  #next(): Deed {
    const topics = this.#own.filter(({ kind }) => kind === 'topic')
    const chance = Math.random()
    const topic = topics.at(Math.floor(Math.random() * topics.length))
    if (!topic || chance < 0.15) return this.#topic()
    if (chance < 0.3) return request()
    const reply = this.#own.find(({ kind }) => kind === 'reply')
    if (chance < 0.42 && reply?.made?.postId !== undefined) {
      this.#own = this.#own.filter((deed) => deed !== reply)
      const path = `/posts/${reply.made.postId}/delete`
      return { kind: 'removal', marker: reply.marker, path, fields: {}, tries: 0 }
    }
    const marker = newMarker()
    const fields = { text: `A reply. ${marker}`, submission: newId() }
    return { kind: 'reply', marker, path: `/t/${topic.made?.topicId ?? ''}/posts`, fields, tries: 0 }
  }

  #topic(): Deed {
    const marker = newMarker()
    const words = { title: `About ${marker}`, text: `An opening. ${marker}` }
    const fields = { categoryId: this.#categoryId, kind: 'question', submission: newId(), ...words }
    return { kind: 'topic', marker, path: '/topics/new', fields, tries: 0 }
  }
}

function request(): Deed {
  const marker = newMarker()
  const words = { subject: `About ${marker}`, text: `Nothing prints. ${marker}` }
  const fields = { name: 'Ann', email: `${marker}@example.com`, submission: newId(), ...words }
  return { kind: 'request', marker, path: '/requests/new', fields, tries: 0 }
}

/** Waits before something is tried again. */
export function pauseBriefly(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function newMarker(): string {
  return `mark${newId()}`
}

/** How long an answer may take before it counts as none, in milliseconds. */
const patience = 60_000

async function answered<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
