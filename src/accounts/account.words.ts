/** active -> deactivated (undone within the time allowed) -> erased; active -> erased where that was asked for. */
export const accountStatuses = ['active', 'deactivated', 'erased'] as const
export type AccountStatus = (typeof accountStatuses)[number]

/** Texts of a profile that everybody may read, and so may ask to have removed. */
export const publicTexts = ['name', 'handle', 'about'] as const
export type PublicText = (typeof publicTexts)[number]

/** Parts of a profile that a person may show to everybody. Name, handle and photo stand beside posts anyway. */
export const shownParts = ['about', 'joined', 'timeZone', 'posts'] as const
export type ShownPart = (typeof shownParts)[number]
