/** active -> deactivated (undone within the time allowed) -> erased; active -> erased where that was asked for. */
export const accountStatuses = ['active', 'deactivated', 'erased'] as const
export type AccountStatus = (typeof accountStatuses)[number]

/** Texts of a profile that everybody may read, and so may ask to have removed. */
export const publicTexts = ['name', 'handle', 'about'] as const
export type PublicText = (typeof publicTexts)[number]

/** What a person may show to others: parts of the profile, and what their posts said before they were changed. Name, handle and photo stand beside posts anyway. */
export const shownParts = ['about', 'joined', 'timeZone', 'posts', 'versions'] as const
export type ShownPart = (typeof shownParts)[number]
