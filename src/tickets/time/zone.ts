/** A while during which a zone's clocks show UTC plus one offset: milliseconds; `until` is no part of it. */
export interface Stretch {
  from: number
  until: number
  offset: number
}

/** What the clocks of one place show. */
export interface Zone {
  /** The stretches from one instant until another, at most a day later, in their order. */
  stretches(from: number, until: number): Stretch[]
}

/** The zone of an IANA name. Throws RangeError for a name that isn't one. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const offsetAt = (instant: number): number => {
    const parts = format.formatToParts(instant)
    return offsetOf(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '')
  }
  return {
    stretches(from, until) {
      const offset = offsetAt(from)
      const later = offsetAt(until - 1)
      if (offset === later) return [{ from, until, offset }]
      const change = changeBetween(from, until - 1, (instant) => offsetAt(instant) !== offset)
      return [
        { from, until: change, offset },
        { from: change, until, offset: later },
      ]
    },
  }
}

/** `GMT`, `GMT+10:30` or, for the local mean time of old days, `GMT-0:01:15`, as milliseconds. */
function offsetOf(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /GMT([+-])(\d+):?(\d+)?:?(\d+)?/.exec(text) ?? []
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -size : size
}

/** The first instant that is after the change. No zone ever changed its clocks twice within a day. */
function changeBetween(before: number, after: number, isAfter: (instant: number) => boolean): number {
  let [low, high] = [before, after]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isAfter(middle)) high = middle
    else low = middle
  }
  return high
}
