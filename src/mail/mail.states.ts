/** Waiting to be sent, being sent, with the recipient's server, given up, or never to be sent. */
export const mailStates = ['waiting', 'sending', 'sent', 'dead', 'cancelled'] as const
export type MailState = (typeof mailStates)[number]

/**
 * What can happen to a mail, from which states, and where it leads. Every change is a compare-and-set on the old state.
 * A mail is taken from `sending` as well, once its lease has passed: the process that had it is gone. A delivery is
 * believed from wherever it is told: the mail is with the recipient's server then, whatever we thought meanwhile.
 */
export const mailSteps = {
  take: { from: ['waiting', 'sending'], to: 'sending' },
  deliver: { from: ['waiting', 'sending'], to: 'sent' },
  postpone: { from: ['sending'], to: 'waiting' },
  giveUp: { from: ['sending'], to: 'dead' },
  drop: { from: ['sending'], to: 'cancelled' },
  cancel: { from: ['waiting', 'dead'], to: 'cancelled' },
  holdBack: { from: ['waiting', 'sending'], to: 'dead' },
  retry: { from: ['dead'], to: 'waiting' },
} as const satisfies Record<string, { from: readonly MailState[]; to: MailState }>
