/** An address with when its page last changed. */
export interface Place {
  address: string
  changedAt?: Date
}

/** Pages of other features. */
export interface PlacesElsewhere {
  /** Version stamps that the list depends on. */
  stamps: readonly string[]
  list(): Promise<Place[]>
}
