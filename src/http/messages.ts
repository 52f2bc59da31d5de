import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type TFunction } from 'i18next'
import type { MessageKey } from '../kernel/index.ts'

/** Gives the text of a message key in one language; `count` chooses the plural form. */
export type Translate = (key: MessageKey, params?: Readonly<Record<string, string | number>>) => string

export interface Messages {
  /** The languages there are files for; the first is the one that is complete by definition. */
  readonly locales: readonly string[]
  translator(locale: string): Translate
}

/** Reads the message files: `<folder>/<language>/<namespace>.json`. */
export function loadMessages(folder: string): Messages {
  const locales = readdirSync(folder).sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
  const resources = Object.fromEntries(locales.map((locale) => [locale, namespacesIn(join(folder, locale))]))
  const i18n = createInstance()
  void i18n.init({
    resources,
    fallbackLng: 'en',
    initAsync: false,
    // Templates escape; escaping here as well would show &amp;amp;.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const translators = new Map(locales.map((locale) => [locale, translate(i18n.getFixedT(locale))]))
  return {
    locales,
    translator(locale) {
      const found = translators.get(locale) ?? translators.get('en')
      if (!found) throw new Error('there are no English message files')
      return found
    },
  }
}

function translate(t: TFunction): Translate {
  return (key, params) => (params ? t(key, params) : t(key))
}

function namespacesIn(folder: string): Record<string, object> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return Object.fromEntries(
    files.map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8')) as object]),
  )
}
