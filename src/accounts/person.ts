import type { Role } from '../kernel/index.ts'
import type { AccountStatus, PublicText } from './account.words.ts'

/** How a person stands beside what they wrote. */
export interface PersonView {
  name: string
  /** Their public page. */
  address?: string
  /** Address of their photo at the size that stands beside posts; missing where there is none. */
  photo?: string
  /** One or two letters, drawn where there is no photo. */
  initials: string
  /** 0 to 11: which of the twelve hues of the design tokens the initials stand on. */
  hue: number
  /** Staff gets a mark beside the name. */
  isStaff: boolean
  /** Sample people are marked as such. */
  isSample: boolean
}

/** What is known of the person behind something that is shown. */
export interface PersonFacts {
  _id: string
  name: string
  handle: string
  photo?: string
  roles: readonly Role[]
  isSample: boolean
  status: AccountStatus
  hiddenTexts?: readonly PublicText[]
}

/**
 * How somebody is called in public: by their name, else by their handle; undefined where both are out of sight, and what
 * they wrote stands there without a name.
 */
export function publicName({
  name,
  handle,
  hiddenTexts = [],
}: Pick<PersonFacts, 'name' | 'handle' | 'hiddenTexts'>): string | undefined {
  if (name !== '' && !hiddenTexts.includes('name')) return name
  return handle === '' || hiddenTexts.includes('handle') ? undefined : handle
}

/** The view of a person from their account's facts; undefined where they have no public name. `link` completes a path below the mount path. */
export function toPerson(facts: PersonFacts, link: (path: string) => string): PersonView | undefined {
  const name = publicName(facts)
  if (name === undefined) return undefined
  const hasPage = facts.status === 'active' && !facts.hiddenTexts?.includes('handle')
  return {
    name,
    ...(hasPage ? { address: link(`/people/${facts.handle}`) } : {}),
    ...(facts.photo === undefined ? {} : { photo: link(photoPath(facts.photo, 'small')) }),
    initials: initialsOf(name),
    hue: hueOf(facts._id),
    isStaff: facts.roles.length > 0,
    isSample: facts.isSample,
  }
}

export const photoSizes = { small: 96, medium: 256, large: 640 } as const
export type PhotoSize = keyof typeof photoSizes

/** Where a photo is served in one of its sizes; the key is chance and tells nothing. */
export function photoPath(key: string, size: PhotoSize): string {
  return `/photos/${key}-${size}.webp`
}

/** First letters of the first and last word; a name in one word gives one letter. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /\p{L}|\p{N}/u.test(word))
  const first = words[0]
  const last = words.length > 1 ? words.at(-1) : undefined
  return (
    [first, last]
      .map((word) => /\p{L}|\p{N}/u.exec(word ?? '')?.[0] ?? '')
      .join('')
      .toLocaleUpperCase() || '?'
  )
}

/** A hue that stays with the account: the sum of its id's characters, modulo twelve. */
export function hueOf(accountId: string): number {
  return Array.from(accountId, (character) => character.charCodeAt(0)).reduce((sum, code) => sum + code, 0) % 12
}
