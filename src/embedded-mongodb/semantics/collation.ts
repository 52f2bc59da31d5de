import { ServerError } from '../errors.ts'
import { type KeyRules, collationKey } from './collation-key.ts'
import { type Document, toNumber } from './values.ts'

/** How text is compared. Made by `parseCollation`; `spec` is the whole specification as MongoDB lists it with an index. */
export interface Collation {
  readonly spec: Document
  /** Equal for texts that are equal under this collation, and in its order (by code units or UTF-8 bytes). */
  key(text: string): string
}

/**
 * Reads a collation document as commands carry it.
 * @returns undefined for no collation and for the locale "simple": comparison by bytes
 * @throws ServerError as MongoDB for a missing or unknown locale, an unknown field or a wrong value
 */
export function parseCollation(document: Document | undefined | null): Collation | undefined {
  if (document === undefined || document === null || Object.keys(document).length === 0) return undefined
  for (const key of Object.keys(document)) {
    if (!(key in defaults)) {
      throw new ServerError('Location40415', `BSON field 'collation.${key}' is an unknown field.`)
    }
  }
  const { locale } = document
  if (locale === undefined) {
    throw new ServerError('Location40414', "BSON field 'collation.locale' is missing but a required field")
  }
  if (typeof locale !== 'string') throw wrongType('locale', 'string')
  if (locale === 'simple') return undefined
  if (!isKnownLocale(locale)) {
    throw new ServerError('BadValue', `Field 'locale' is invalid in: ${JSON.stringify({ locale })}`)
  }
  const spec = { ...defaults, ...document, locale }
  const strength = toNumber(spec.strength)
  if (strength === undefined || !Number.isInteger(strength) || strength < 1 || strength > 5) {
    throw new ServerError(
      'BadValue',
      `Enumeration value '${String(strength)}' for field 'collation.strength' is not a valid value.`,
    )
  }
  checkChoices(spec)
  return new KeyedCollation({ ...spec, strength })
}

const defaults = {
  locale: '',
  caseLevel: false as unknown,
  caseFirst: 'off' as unknown,
  strength: 3 as unknown,
  numericOrdering: false as unknown,
  alternate: 'non-ignorable' as unknown,
  maxVariable: 'punct' as unknown,
  normalization: false as unknown,
  backwards: false as unknown,
  version: '57.1' as unknown,
}

type Spec = typeof defaults

const choices: Partial<Record<keyof Spec, readonly unknown[]>> = {
  caseFirst: ['off', 'upper', 'lower'],
  alternate: ['non-ignorable', 'shifted'],
  maxVariable: ['punct', 'space'],
  caseLevel: [true, false],
  numericOrdering: [true, false],
  normalization: [true, false],
  backwards: [true, false],
}

function checkChoices(spec: Spec): void {
  for (const [field, allowed] of Object.entries(choices)) {
    const value = spec[field as keyof Spec]
    if (allowed.includes(value)) continue
    if (typeof value !== typeof allowed[0]) throw wrongType(field, typeof allowed[0] === 'boolean' ? 'bool' : 'string')
    throw new ServerError(
      'BadValue',
      `Enumeration value '${String(value)}' for field 'collation.${field}' is not a valid value.`,
    )
  }
  if (spec.backwards === true) throw new ServerError('NotImplemented', 'collation option backwards is not supported')
}

function wrongType(field: string, type: string): ServerError {
  return new ServerError('TypeMismatch', `BSON field 'collation.${field}' is the wrong type, expected type '${type}'`)
}

function isKnownLocale(locale: string): boolean {
  try {
    return Intl.Collator.supportedLocalesOf(locale.replace(/@.*$/, '').replaceAll('_', '-')).length > 0
  } catch {
    // Intl throws for what is no language tag at all.
    return false
  }
}

/** Keys made lately; one query asks for the same few texts again and again while it compares. */
const keptKeys = 5000

class KeyedCollation implements Collation {
  readonly spec: Document
  private readonly rules: KeyRules
  private readonly keys = new Map<string, string>()

  constructor(spec: Spec & { strength: number }) {
    this.spec = spec
    this.rules = {
      strength: spec.strength,
      caseLevel: spec.caseLevel === true,
      upperFirst: spec.caseFirst === 'upper',
      numericOrdering: spec.numericOrdering === true,
      ignoresPunctuation: spec.alternate === 'shifted',
    }
  }

  key(text: string): string {
    const known = this.keys.get(text)
    if (known !== undefined) return known
    const key = collationKey(text, this.rules)
    if (this.keys.size >= keptKeys) this.keys.clear()
    if (text.length < 200) this.keys.set(text, key)
    return key
  }
}
