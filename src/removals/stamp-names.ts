/** The counts of requests and what came of them. */
export const transparencyStamp = 'removals'
