// Latin letters that Unicode does not take apart into a letter and a mark.
// prettier-ignore
const letters: Record<string, string> = {
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ħ: 'h', ı: 'i', ŧ: 't', ŋ: 'n',
}

/** A word as it is looked up: small letters, without the marks on Latin, Greek and Cyrillic ones. */
export function fold(text: string): string {
  // Most words are plain already, and every word of every post comes through here.
  if (/^[a-z0-9]*$/.test(text)) return text
  return straightQuotes(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu, '')
    .replace(/[łøđðþßæœħıŧŋ]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFC')
}

/** Text with one kind of apostrophe and of quotation mark: keyboards and word processors write different ones. */
export function straightQuotes(text: string): string {
  return text.replace(/[’‘ʼ]/g, "'").replace(/[“”„]/g, '"')
}
