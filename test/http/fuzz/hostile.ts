import type { Chance } from './chance.ts'

/** Stands in every value that tries to become markup: wherever it comes out as a tag or an attribute, something is wrong. */
export const mark = 'zq7'

/** The site of somebody who wants to be led to. */
export const elsewhere = 'evil.example'

const markup = [
  `<${mark}>`,
  `"><${mark} x="`,
  `'><${mark} x='`,
  `" ${mark}=1 x="`,
  `' ${mark}=1 x='`,
  `</title><${mark}>`,
  `</textarea><${mark}>`,
  `</script><${mark}>`,
  `--><${mark}>`,
  `]]><${mark}>`,
  `&lt;${mark}&gt;<${mark}/>`,
  `<img src=x onerror=${mark}>`,
  `<svg/onload=${mark}>`,
  `[x](javascript:${mark})`,
  `![x](https://${elsewhere}/${mark}.png "x\\" onerror=${mark} ")`,
  `javascript:${mark}`,
  `{{${mark}}}<%= ${mark} %>\${${mark}}`,
  `x\r\nX-${mark}: 1\r\n\r\n<${mark}>`,
]

const places = [
  `//${elsewhere}/${mark}`,
  `https://${elsewhere}/${mark}`,
  `/\\${elsewhere}/${mark}`,
  `\\\\${elsewhere}`,
  `/..//${elsewhere}/${mark}`,
  `https:${elsewhere}/${mark}`,
  `\t//${elsewhere}`,
  `@${elsewhere}`,
  `.${elsewhere}`,
  '../../../../etc/passwd',
  '..\\..\\package.json',
]

const letters = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066abc\u2069',
  '\ufeff\ufffe\uffff',
  'ﷺ'.repeat(50),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  '👩‍👩‍👧‍👦'.repeat(20),
  '\u0301'.repeat(400),
  'İıſK',
  ' \t\r\n\u00a0\u2028\u2029\u3000',
]

const values = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  '9'.repeat(40),
  '0x1F',
  'true',
  'null',
  'undefined',
  '[object Object]',
  '2026-02-31',
  '-271821-04-20',
  '275760-09-13T00:00:00.001Z',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '$where',
  '{"$gt":""}',
  '{"$ne":null}',
  '; return true',
  "' || '1'=='1",
  '(a+)+$',
  '.*',
  '%',
  '%00',
  '%0d%0aX-zq7:1',
  '000000000000',
  '507f1f77bcf86cd799439011',
  'MTIzOmFiYw',
  'eyJhdCI6eyIkZ3QiOiIifX0',
]

const huge = ['x'.repeat(5_000), 'é'.repeat(45_000), '[a]'.repeat(3_000), '*'.repeat(20_000), '> '.repeat(4_000)]

/** Kinds of hostile values; each asking of a form uses one kind for all its fields, or mixes them. */
export const kinds = { markup, places, letters, values, huge } as const
export type Kind = keyof typeof kinds

/** A hostile value: of one kind, or of any that fits into an address. */
export function hostile(chance: Chance, kind?: Kind): string {
  return chance.one(kinds[kind ?? chance.one(['markup', 'places', 'letters', 'values'] as const)])
}

/** A value as a part of an address: encoded as a browser would, now and then not decodable. */
export function hostilePart(chance: Chance): string {
  if (chance.number(6) === 0)
    return chance.one(['%E0%A4%A', '%ff', '%C0%AF', '%ED%A0%80', '%00', '%2e%2e%2f', '%', '%u0041'])
  return encoded(hostile(chance))
}

/** encodeURIComponent throws for half a surrogate pair; its bytes are sent as they would stand in WTF-8. */
export function encoded(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0
    if (code < 0xd800 || code > 0xdfff) return encodeURIComponent(letter)
    const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('')
  }).join('')
}
