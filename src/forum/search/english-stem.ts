// The «English» (Porter 2) stemmer as https://snowballstem.org/algorithms/english/stemmer.html describes it. Written
// here because the packages there are bring twenty other languages, or none that is kept.

const whole: Readonly<Record<string, string>> = {
  ...{ skis: 'ski', skies: 'sky', dying: 'die', lying: 'lie', tying: 'tie', idly: 'idl', gently: 'gentl' },
  ...{ ugly: 'ugli', early: 'earli', only: 'onli', singly: 'singl' },
  ...{ sky: 'sky', news: 'news', howe: 'howe', atlas: 'atlas', cosmos: 'cosmos', bias: 'bias', andes: 'andes' },
}
const unchangedAfterPlural = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/

/** The stem that the forms of an English word share: `connected`, `connecting`, `connections` give `connect`. */
export function englishStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  const exception = Object.hasOwn(whole, word) ? whole[word] : undefined
  if (exception !== undefined) return exception
  // A y that is no vowel is written Y.
  const marked = word.replace(/^y|(?<=[aeiouy])y/g, 'Y')
  const first = regionOne(marked)
  const regions = { first, second: first + regionStart(marked.slice(first)) }
  const singular = withoutPlural(marked)
  if (unchangedAfterPlural.test(singular)) return singular
  const plain = withY(withoutPast(singular, regions))
  const short = shorten(plain, regions)
  return withoutLastLetter(short, regions).toLowerCase()
}

interface Regions {
  /** Where the part begins that most endings must lie in. */
  first: number
  /** The same, within that part. */
  second: number
}

function regionOne(word: string): number {
  const special = /^(?:gener|commun|arsen)/.exec(word)
  return special ? special[0].length : regionStart(word)
}

/** Behind the first consonant that follows a vowel. */
function regionStart(word: string): number {
  const match = /[aeiouy][^aeiouy]/.exec(word)
  return match ? match.index + 2 : word.length
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1)
  if (/(?:us|ss)$/.test(word)) return word
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word
}

function withoutPast(word: string, { first }: Regions): string {
  const kept = /eed(?:ly)?$/.exec(word)
  if (kept) return kept.index >= first ? `${word.slice(0, kept.index)}ee` : word
  const past = /(?:ed|edly|ing|ingly)$/.exec(word)
  if (!past) return word
  const stem = word.slice(0, past.index)
  if (!/[aeiouy]/.test(stem)) return word
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return stem.slice(0, -1)
  return first >= stem.length && endsInShortSyllable(stem) ? `${stem}e` : stem
}

const withY = (word: string): string => word.replace(/(?<=.[^aeiouy])[yY]$/, 'i')

const endsInShortSyllable = (word: string): boolean =>
  /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word)

// Longest first: an ending is looked up whole.
const longEndings: readonly (readonly [RegExp, string])[] = [
  [/ational$/, 'ate'],
  [/fulness$/, 'ful'],
  [/iveness$/, 'ive'],
  [/ization$/, 'ize'],
  [/ousness$/, 'ous'],
  [/biliti$/, 'ble'],
  [/lessli$/, 'less'],
  [/tional$/, 'tion'],
  [/alism$/, 'al'],
  [/aliti$/, 'al'],
  [/ation$/, 'ate'],
  [/entli$/, 'ent'],
  [/fulli$/, 'ful'],
  [/iviti$/, 'ive'],
  [/ousli$/, 'ous'],
  [/[ea]nci$/, '*nce'],
  [/abli$/, 'able'],
  [/alli$/, 'al'],
  [/ator$/, 'ate'],
  [/izer$/, 'ize'],
  [/bli$/, 'ble'],
]
const middleEndings: readonly (readonly [RegExp, string])[] = [
  [/ational$/, 'ate'],
  [/tional$/, 'tion'],
  [/alize$/, 'al'],
  [/icate$/, 'ic'],
  [/iciti$/, 'ic'],
  [/ical$/, 'ic'],
  [/ness$/, ''],
  [/ful$/, ''],
]
const lastEndings = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic)$/

function shorten(word: string, regions: Regions): string {
  const second = replaceEnding(word, longEndings, regions.first) ?? withoutLi(word, regions.first)
  const third = replaceEnding(second, middleEndings, regions.first) ?? withoutAtive(second, regions)
  const last = lastEndings.exec(third) ?? /(?<=[st])ion$/.exec(third)
  return last && last.index >= regions.second ? third.slice(0, last.index) : third
}

/** The word with its ending replaced; as it is where the ending begins too early; undefined where it has none of them. */
function replaceEnding(
  word: string,
  endings: readonly (readonly [RegExp, string])[],
  from: number,
): string | undefined {
  for (const [ending, by] of endings) {
    const found = ending.exec(word)
    if (found) return found.index >= from ? word.slice(0, found.index) + by.replace('*', found[0].charAt(0)) : word
  }
  return undefined
}

function withoutLi(word: string, from: number): string {
  const found = /(?<=l)ogi$|(?<=[cdeghkmnrt])li$/.exec(word)
  if (!found || found.index < from) return word
  return found[0] === 'ogi' ? word.slice(0, -1) : word.slice(0, -2)
}

function withoutAtive(word: string, { second }: Regions): string {
  return word.endsWith('ative') && word.length - 5 >= second ? word.slice(0, -5) : word
}

function withoutLastLetter(word: string, { first, second }: Regions): string {
  const at = word.length - 1
  if (word.endsWith('e')) {
    const stem = word.slice(0, -1)
    return at >= second || (at >= first && !endsInShortSyllable(stem)) ? stem : word
  }
  return word.endsWith('ll') && at >= second ? word.slice(0, -1) : word
}
