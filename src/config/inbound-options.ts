import { z } from 'zod'

const smtp = 'takes where to listen, such as 127.0.0.1:2525 or [::1]:2525'
const secret = 'takes at least 32 random characters'

/** How mails to the support address come in. */
export const inboundOptions = {
  /** Where customers write to, and answer to: one plain address. Mails to it have to reach us by one of the two ways below. */
  inboundAddress: z.email('takes an e-mail address, such as help@example.com').optional(),
  /** Whoever hands mails over at /inbound/mail has it. */
  inboundSecret: z.string(secret).min(32, secret).optional(),
  /** Where a mail server hands mails over by SMTP. */
  inboundSmtp: z
    .string(smtp)
    .transform((text, context) => {
      const [, bracketed, plain, port = ''] = /^(?:\[([0-9a-f:]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(text) ?? []
      const host = bracketed ?? plain
      if (host !== undefined && Number(port) <= 65535) return { host, port: Number(port) }
      context.addIssue({ code: 'custom', message: smtp })
      return z.NEVER
    })
    .optional(),
}
