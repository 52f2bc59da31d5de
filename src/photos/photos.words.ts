import type { MessageKey } from '../kernel/index.ts'

/** Where files are kept: a folder of this machine, or the database, for several machines. */
export const storeKinds = ['disk', 'gridfs'] as const
export type StoreKind = (typeof storeKinds)[number]

export const photoSources = ['upload', 'provider'] as const
export type PhotoSource = (typeof photoSources)[number]

/** Why a photo went: its owner took it away or put another one in its place, or somebody else's request was granted. */
export const removalGrounds = ['owner', 'replaced', 'request'] as const
export type RemovalGround = (typeof removalGrounds)[number]

/** Why a photo is out of sight: somebody asked for its removal, or its bearer is leaving and may come back. */
export const hidingReasons = ['request', 'leaving'] as const
export type HidingReason = (typeof hidingReasons)[number]

/** Which square is cut out when nobody chose one by hand. */
export const parts = ['auto', 'middle', 'start', 'end'] as const
export type Part = (typeof parts)[number]

/** Why a file can't be a photo, in words for its sender. */
export const refusals = {
  missing: 'photos:refusal.missing',
  tooLarge: 'photos:refusal.tooLarge',
  webPage: 'photos:refusal.webPage',
  drawing: 'photos:refusal.drawing',
  heic: 'photos:refusal.heic',
  otherType: 'photos:refusal.otherType',
  damaged: 'photos:refusal.damaged',
  tooManyPixels: 'photos:refusal.tooManyPixels',
  tooSmall: 'photos:refusal.tooSmall',
  tooSlow: 'photos:refusal.tooSlow',
} as const satisfies Record<string, MessageKey>
export type Refusal = keyof typeof refusals
