const aDay = 24 * 60 * 60 * 1000

/**
 * By when a request is to be answered: 30 days after it came (the site's promise), or the same day of the next month, or its
 * last day (GDPR Art. 12(3)), whichever is earlier.
 */
export function dueOf(receivedAt: Date): Date {
  const inDays = new Date(receivedAt.getTime() + 30 * aDay)
  const year = receivedAt.getUTCFullYear()
  const month = receivedAt.getUTCMonth() + 1
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const inMonth = new Date(receivedAt)
  inMonth.setUTCFullYear(year, month, Math.min(receivedAt.getUTCDate(), lastDay))
  return inMonth < inDays ? inMonth : inDays
}
