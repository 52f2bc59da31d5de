import { serviceMail, type Mail, type MailKind, type OutgoingMail, type Translator } from '../mail/index.ts'
import { purposeKeys } from './labels.words.ts'
import type { Testimonial } from './testimonial.model.ts'
import type { Purpose } from './testimonials.words.ts'

export const testimonialMailKinds: readonly MailKind[] = [
  serviceMail('testimonial-consent', 'testimonials:mailKind.consent', 'testimonials:mailKind.consentText'),
  serviceMail('testimonial-receipt', 'testimonials:mailKind.receipt', 'testimonials:mailKind.receiptText'),
]

/** How consent is asked for. */
export interface Asking {
  /** Full address of the page where it is answered. */
  address: string
  isReminder: boolean
  /** Its person showed that the address is theirs. */
  isProven: boolean
}

/** Sends the person behind a testimonial one of the mails of this feature. */
export interface TestimonialMail {
  /**
   * Asks for consent: with the exact words where the address is proven, with a fixed text and the link to them where it
   * isn't. Gives the Message-ID; undefined when an address that isn't proven had a mail in the last 24 hours.
   */
  consent(item: Testimonial, asking: Asking): Promise<string | undefined>
  receipt(item: Testimonial, told: { address: string; purposes: readonly Purpose[] }): Promise<void>
  withdrawn(item: Testimonial): Promise<void>
  yearly(item: Testimonial, address: string): Promise<void>
}

/** The words of this feature's mails: fact -> message. `siteName` is who asks. */
export function testimonialMail(
  mail: Mail,
  { translator, siteName }: { translator: Translator; siteName: string },
): TestimonialMail {
  const say = ({ locale }: Testimonial) => translator(locale)
  const send = async (item: Testimonial, message: Letter): Promise<void> => {
    await mail.enqueue(toOutgoing(item, message), { toProvenAddress: true })
  }
  return {
    async consent(item, { isProven, ...asking }) {
      const letter = (isProven ? consentLetter : fixedConsentLetter)(item, { t: say(item), siteName, ...asking })
      const sent = await mail.enqueue(toOutgoing(item, letter), { toProvenAddress: isProven })
      return sent.outcome === 'queued' ? sent.messageId : undefined
    },
    async receipt(item, { address, purposes }) {
      await send(item, receiptLetter(item, { t: say(item), address, siteName, purposes }))
    },
    async withdrawn(item) {
      await send(item, withdrawnLetter({ t: say(item), siteName }))
    },
    async yearly(item, address) {
      await send(item, yearlyLetter(item, { t: say(item), address, siteName }))
    },
  }
}

type Letter = Pick<OutgoingMail, 'kind' | 'subject' | 'blocks' | 'footer' | 'isSecret'>

function toOutgoing(item: Testimonial, letter: Letter): OutgoingMail {
  const { email = '', accountId, locale, _id: id } = item
  return {
    to: email,
    locale,
    ...letter,
    about: [{ kind: 'testimonial', id }],
    ...(accountId === undefined ? {} : { accountId }),
  }
}

interface Told {
  t: ReturnType<Translator>
  address: string
  siteName: string
}

type Asked = Told & Pick<Asking, 'isReminder'>

function consentLetter(item: Testimonial, { t, siteName: company, ...asked }: Asked): Letter {
  const facts = [item.name, item.role, item.company].filter((fact) => fact !== '')
  return questionLetter({ t, siteName: company, ...asked }, [
    { kind: 'text', text: t('testimonials:mail.consent.lead', { company }) },
    { kind: 'quote', text: item.text },
    { kind: 'list', items: facts },
    { kind: 'text', text: t('testimonials:mail.consent.how') },
  ])
}

/** Nothing of it was typed by anybody: whoever enters a stranger's address has no word to say to them by our hands. */
function fixedConsentLetter(_: Testimonial, { t, siteName: company, ...asked }: Asked): Letter {
  return questionLetter({ t, siteName: company, ...asked }, [
    { kind: 'text', text: t('testimonials:mail.consent.fixedLead', { company }) },
    { kind: 'text', text: t('testimonials:mail.consent.how') },
  ])
}

function questionLetter({ t, address, siteName: company, isReminder }: Asked, blocks: Letter['blocks']): Letter {
  return {
    kind: 'testimonial-consent',
    isSecret: true,
    subject: t('testimonials:mail.consent.subject', { company }),
    blocks: [
      ...(isReminder ? [{ kind: 'text', text: t('testimonials:mail.reminder', { company }) } as const] : []),
      ...blocks,
      { kind: 'action', label: t('testimonials:mail.consent.action'), address },
      { kind: 'text', text: t('testimonials:mail.consent.silence') },
    ],
    footer: t('testimonials:mail.consent.footer', { company }),
  }
}

function receiptLetter(
  item: Testimonial,
  { t, address, siteName: company, purposes }: Told & { purposes: readonly Purpose[] },
): Letter {
  return {
    kind: 'testimonial-receipt',
    isSecret: true,
    subject: t('testimonials:mail.receipt.subject'),
    blocks: [
      { kind: 'text', text: t('testimonials:mail.receipt.lead') },
      { kind: 'quote', text: item.text },
      { kind: 'list', items: purposes.map((purpose) => t(purposeKeys[purpose])) },
      { kind: 'action', label: t('testimonials:mail.receipt.action'), address },
      { kind: 'text', text: t('testimonials:mail.receipt.keep') },
    ],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}

/** Quotes nothing: what is withdrawn is not sent about once more. */
function withdrawnLetter({ t, siteName: company }: Omit<Told, 'address'>): Letter {
  return {
    kind: 'testimonial-receipt',
    subject: t('testimonials:mail.withdrawn.subject'),
    blocks: [{ kind: 'text', text: t('testimonials:mail.withdrawn.text', { company }) }],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}

function yearlyLetter(item: Testimonial, { t, address, siteName: company }: Told): Letter {
  return {
    kind: 'testimonial-consent',
    isSecret: true,
    subject: t('testimonials:mail.yearly.subject'),
    blocks: [
      { kind: 'text', text: t('testimonials:mail.yearly.lead', { company }) },
      { kind: 'quote', text: item.text },
      { kind: 'action', label: t('testimonials:mail.yearly.action'), address },
    ],
    footer: t('testimonials:mail.receipt.footer', { company }),
  }
}
