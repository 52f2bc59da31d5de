/** Stands for a topic in the reading that speaks of all of them. */
export const allTopics = '*'

/** After so many days without a visit, a reading position is forgotten. */
export const readingDays = 180

/** What a vote form can ask for. */
export const voteWishes = ['give', 'take-back'] as const
