import { oneLine, type OutgoingMail } from '../message.ts'
import { clean, cleanBlock } from './clean.ts'
import { htmlOf } from './html.ts'
import type { Letter, Link } from './letter.ts'
import { textOf } from './text.ts'

/** Lays a message out. `links` stand at its foot, before the site's own. */
export function layOut(
  message: OutgoingMail,
  { site, links }: { site: Link; links: readonly Link[] },
): { subject: string; text: string; html: string } {
  const subject = oneLine(message.subject, 200)
  const letter: Letter = {
    locale: message.locale,
    dir: rightToLeft.has(message.locale.split('-')[0] ?? '') ? 'rtl' : 'ltr',
    subject,
    preview: message.preview === undefined ? undefined : oneLine(message.preview, 200),
    site,
    blocks: message.blocks.map(cleanBlock),
    reason: clean(message.footer),
    links: [...links, site],
  }
  return { subject, text: textOf(letter), html: htmlOf(letter) }
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])
