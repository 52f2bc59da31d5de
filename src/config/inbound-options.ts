import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { z } from 'zod'

const smtp = 'takes where to listen, such as 127.0.0.1:2525 or [::1]:2525'
const file = 'takes a file'
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
  /** Files with the private key and the certificate (PEM) by which such a server may hand them over encrypted. */
  inboundTlsKey: z.string(file).min(1, file).optional(),
  inboundTlsCert: z.string(file).min(1, file).optional(),
}

/** What is wrong with the key and the certificate, as a sentence; undefined where both fit, or neither is set. */
export function faultOfInboundTls(
  {
    inboundTlsKey: key,
    inboundTlsCert: cert,
  }: { inboundTlsKey?: string | undefined; inboundTlsCert?: string | undefined },
  nameOf: (path: readonly string[]) => string,
): string | undefined {
  const [keyName, certName] = [nameOf(['inboundTlsKey']), nameOf(['inboundTlsCert'])]
  if (key === undefined) return cert === undefined ? undefined : `${keyName} is needed because ${certName} is set.`
  if (cert === undefined) return `${certName} is needed because ${keyName} is set.`
  try {
    createSecureContext({ key: readFileSync(key), cert: readFileSync(cert) })
    return undefined
  } catch {
    return `${keyName} takes a file with a private key, and ${certName} one with its certificate, both in PEM and readable.`
  }
}
