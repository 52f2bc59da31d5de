/** The most UTF-16 units in a slug. */
const LONGEST_SLUG = 80

// Latin letters that Unicode does not take apart into a letter and a mark.
// prettier-ignore
const letters: Record<string, string> = {
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ħ: 'h', ı: 'i', ŧ: 't', ŋ: 'n', ĸ: 'k',
}

/**
 * The readable part of an address: Latin letters without their marks, other scripts as they are (to be percent-encoded
 * where the address is written), words joined by `-`. 1 to 80 characters, never beginning or ending with `-`; `topic`
 * when a title has neither letters nor digits.
 */
export function slugify(title: string): string {
  const folded = foldLatin(title).normalize('NFC')
  const words = folded
    .replace(/['’ʼ]|\p{Cf}/gu, '')
    .replace(/(^|[^\p{L}\p{N}\p{M}])\p{M}+/gu, '$1')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
  return shorten(trimHyphens(words)) || 'topic'
}

function foldLatin(title: string): string {
  // Only marks on Latin letters go: й without its mark is another letter, and a Hindi word without its own is no word.
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .replace(/[łøđðþßæœħıŧŋĸ]/g, (letter) => letters[letter] ?? letter)
}

function shorten(slug: string): string {
  if (slug.length <= LONGEST_SLUG) return slug
  let cut = slug.slice(0, LONGEST_SLUG)
  if (/[\ud800-\udbff]$/.test(cut)) cut = cut.slice(0, -1)
  const hyphen = cut.lastIndexOf('-')
  const wordEndsHere = slug[cut.length] === '-'
  return trimHyphens(!wordEndsHere && hyphen >= LONGEST_SLUG / 2 ? cut.slice(0, hyphen) : cut)
}

function trimHyphens(slug: string): string {
  return slug.replace(/^-+|-+$/g, '')
}
