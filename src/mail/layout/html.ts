import { escapeHtml } from '../../content/index.ts'
import type { Block } from '../message.ts'
import type { Letter, Link } from './letter.ts'

// Mail programs drop style sheets, so styles stand inline. No colour is set: the program's own light or dark ones hold.
const styles = {
  body: 'margin:0;padding:24px 16px;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif',
  letter: 'max-width:36em;margin:0 auto;overflow-wrap:break-word',
  preview: 'display:none;max-height:0;overflow:hidden;mso-hide:all',
  site: 'margin:0 0 24px;font-weight:600',
  text: 'margin:0 0 16px',
  quote: 'margin:0 0 16px;padding-inline-start:14px;border-inline-start:3px solid rgba(128,128,128,.5)',
  action: 'margin:0 0 16px',
  button:
    'display:inline-block;padding:10px 18px;border:1px solid;border-radius:8px;color:inherit;font-weight:600;text-decoration:none',
  list: 'margin:0 0 16px;padding-inline-start:24px',
  foot: 'margin:32px 0 0;padding:16px 0 0;border-top:1px solid rgba(128,128,128,.5);font-size:14px',
  footLine: 'margin:0 0 8px',
  plainLink: 'color:inherit',
  siteLink: 'color:inherit;text-decoration:none',
} as const

/** The HTML of a mail: one column without tables, images, or anything that is fetched. */
export function htmlOf(letter: Letter): string {
  const { locale, dir, subject, preview, site } = letter
  const language = `lang="${escapeHtml(locale)}" dir="${dir}"`
  return [
    '<!doctype html>',
    `<html ${language}>`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title>`,
    '</head>',
    `<body style="${escapeHtml(styles.body)}">`,
    ...(preview === undefined ? [] : [`<div style="${styles.preview}">${escapeHtml(preview)}</div>`]),
    // Some programs throw the html element away, and the language with it.
    `<div ${language} style="${styles.letter}">`,
    `<p style="${styles.site}"><a href="${escapeHtml(site.address)}" style="${styles.siteLink}">${escapeHtml(site.label)}</a></p>`,
    ...letter.blocks.map((block) => blockHtml(block)),
    `<div style="${styles.foot}">`,
    `<p style="${styles.footLine}">${lines(letter.reason)}</p>`,
    ...letter.links.map(({ label, address }) => footLink({ label, address })),
    '</div>',
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return paragraphs(block.text)
    case 'html':
      return `<div dir="auto" style="${styles.text}">${block.html}</div>`
    case 'quote': {
      const by = block.by === undefined ? '' : `<p style="${styles.footLine}"><bdi>${escapeHtml(block.by)}</bdi>:</p>\n`
      return `${by}<blockquote dir="auto" style="${styles.quote}">${paragraphs(block.text)}</blockquote>`
    }
    case 'action': {
      const { label, address } = block
      return `<p style="${styles.action}"><a href="${escapeHtml(address)}" style="${styles.button}">${escapeHtml(label)}</a></p>`
    }
    case 'list':
      return `<ul style="${styles.list}">${block.items.map((item) => `<li dir="auto">${lines(item)}</li>`).join('')}</ul>`
    default:
      return block satisfies never
  }
}

function paragraphs(text: string): string {
  return text
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => `<p dir="auto" style="${styles.text}">${lines(paragraph)}</p>`)
    .join('\n')
}

const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>\n')

const footLink = ({ label, address }: Link): string =>
  `<p style="${styles.footLine}"><a href="${escapeHtml(address)}" style="${styles.plainLink}">${escapeHtml(label)}</a></p>`
