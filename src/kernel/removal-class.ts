/** Why something was removed, in the class that its tombstone may tell everybody. */
export const removalClasses = ['author', 'personal', 'consent', 'illegal', 'copyright', 'other'] as const
export type RemovalClass = (typeof removalClasses)[number]
