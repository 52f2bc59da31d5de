import type { Purpose } from '../../src/testimonials/testimonials.words.ts'
import type { Deed } from './deeds.ts'

const aDay = 24 * 60 * 60 * 1000

/** What may be shown, told without ledger, states or hashes: who said what about which version, and when. */
export class Reference {
  version = 1
  end = false
  asked: number | undefined
  yes: { version: number; purposes: readonly Purpose[] } | undefined
  from: number | undefined
  hidden = false

  do(deed: Deed, now: number): void {
    if (this.end) return
    const isAsked = this.asked !== undefined
    const holds = this.yes?.version === this.version
    if (deed.is === 'revise') Object.assign(this, { version: this.version + 1, asked: undefined, from: undefined })
    if (deed.is === 'ask' && !isAsked && !holds && !this.hidden) this.asked = now
    if (deed.is === 'give' && isAsked && deed.purposes.length > 0 && now < this.asked! + 30 * aDay)
      Object.assign(this, { yes: { version: this.version, purposes: deed.purposes }, asked: undefined })
    if (deed.is === 'decline' && isAsked && now < this.asked! + 30 * aDay) this.end = true
    if (deed.is === 'tend' && isAsked && !this.hidden && now >= this.asked! + 30 * aDay) this.end = true
    if (deed.is === 'publish' && holds && this.from === undefined) this.from = now + deed.inDays * aDay
    if (deed.is === 'unpublish') this.from = undefined
    if (deed.is === 'hide') this.hidden = true
    if (deed.is === 'restore') this.hidden = false
    if (deed.is === 'withdraw' || deed.is === 'erase') this.end = true
  }

  shows(purpose: Purpose, now: number): boolean {
    if (this.end || this.hidden || this.from === undefined || this.from > now) return false
    return this.yes?.version === this.version && this.yes.purposes.includes(purpose)
  }
}
