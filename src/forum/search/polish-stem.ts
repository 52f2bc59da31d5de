// A light stemmer of our own: no package that is kept has one for Polish. It works on folded words, since half of what
// is written on keyboards has no marks, and takes off one ending of inflection. It does not undo changes of vowels
// (`błąd`, `błędu`) or softened consonants beyond the few below, and never makes a stem shorter than three letters.

/** Folded: `ów` is `ow`. */
const endings = longestFirst(
  // Verbs in -ować and what they become: drukować, drukuje, drukowali.
  `owalismy owalysmy owaliscie owalam owalem owania owanie owaniu owaniem owano owany owana owane owanych owanym owac owal
  owala owali owaly owalo ujecie ujemy ujesz ujac uje uja`,
  // Other verbs: działać, działają, działało.
  `alismy alysmy aliscie ilismy alam alem ilem ilam ajac aja aly alo ala ali amy acie asz imy icie isz ila ili ilo ily ac
  ic al`,
  // Adjectives and nouns.
  `iejszych iejszego iejszy iejsza iejsze ejszy iego iemu ego emu iami iach iom iem ymi imi ych ich ami ach owie owi ow iej
  ej ym im em om ia ie iu ii io a e i o u y`,
)

/** Softened consonants before an ending, as they are in the other cases, and a vowel that comes and goes. */
const softened: readonly (readonly [RegExp, string])[] = [
  // użytkownicy, użytkownik
  [/nicy$/, 'nik'],
  // fakturze, faktura
  [/rze$/, 'r'],
  // drukarce, drukarka
  [/rce$/, 'rk'],
  [/szce$/, 'szk'],
  // drukarek, drukarka
  [/(?<=[bcdfghjklmnprstwz])ek$/, 'k'],
]

const shortestStem = 3

/** «działa» ends like a past tense and is none. */
const leastStemFor = (ending: string): number => (ending.startsWith('al') ? 4 : shortestStem)

/** The stem that the forms of a Polish word share: `drukarka`, `drukarki`, `drukarek` give `drukark`. Takes folded words. */
export function polishStem(word: string): string {
  if (word.length <= shortestStem || !/^[a-z]+$/.test(word)) return word
  for (const [ending, by] of softened) {
    const stem = word.replace(ending, by)
    if (stem !== word && stem.length > shortestStem) return stem
  }
  const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= leastStemFor(each))
  return ending === undefined ? word : word.slice(0, -ending.length)
}

function longestFirst(...lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split(/\s+/)).sort((a, b) => b.length - a.length)
}
