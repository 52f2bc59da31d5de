import fc from 'fast-check'
import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  type Document,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  bsonUndefined,
  double,
  fieldKey,
} from '../../../src/embedded-mongodb/semantics/index.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

export const anyNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.double().map(double),
  fc.integer({ min: -3, max: 3 }).map(double),
  fc.constantFrom<unknown>(-0, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 53 + 2, -(2 ** 63), 2 ** 63, 0.1),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.bigInt({ min: -3n, max: 3n }),
  bytes(16).map((value) => new Decimal128(value)),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -25, max: 25 }))
    .map(([coefficient, exponent]) => Decimal128.fromString(`${coefficient}E${exponent}`)),
  fc
    .constantFrom('0.1', '1', '1.0', '-0', 'NaN', 'Infinity', '-Infinity', '9007199254740993', '1E6000', '-1E-6000')
    .map(Decimal128.fromString.bind(Decimal128)),
)

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ maxLength: 4 }),
  fc.constantFrom('', 'a', 'A', 'a\0', 'a\0b', 'ab', '\uffff', '\ud83d\ude00', 'é'),
)

const cstring = fc.string({ maxLength: 4 }).map((text) => text.replaceAll('\0', ''))

const anyName = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '0', '1', '10', 'constructor', '__proto__', '_bsontype', 'toBSON', ''),
  cstring,
)

const anyScalar: fc.Arbitrary<unknown> = fc.oneof(
  anyNumber,
  anyText,
  fc.boolean(),
  fc.constant(null),
  bytes(12).map((value) => new ObjectId(value)),
  fc.integer({ min: -8.64e15, max: 8.64e15 }).map((time) => new Date(time)),
  fc.oneof(
    fc.constant(bsonUndefined),
    fc.constant(new MinKey()),
    fc.constant(new MaxKey()),
    fc
      .tuple(fc.uint8Array({ maxLength: 5 }), fc.constantFrom(0, 2, 4, 5, 128))
      .map(([value, type]) => new Binary(value, type)),
    fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
    fc.tuple(cstring, fc.constantFrom('', 'i', 'im')).map(([pattern, flags]) => new BSONRegExp(pattern, flags)),
    anyText.map((text) => new Code(text)),
    anyText.map((text) => new BSONSymbol(text)),
  ),
)

function documentOf(entries: readonly (readonly [string, unknown])[]): Document {
  return Object.fromEntries(entries.map(([name, value]) => [fieldKey(name), value]))
}

/** Any BSON value: of every type, nested three levels. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    anyScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(anyName, tie('value')), { maxLength: 3 }).map(documentOf),
    fc
      .tuple(anyText, fc.array(fc.tuple(anyName, tie('value')), { maxLength: 2 }))
      .map(([code, scope]) => new Code(code, documentOf(scope))),
  ),
})).value

export const anyDocument: fc.Arbitrary<Document> = fc
  .array(fc.tuple(anyName, anyValue), { maxLength: 5 })
  .map(documentOf)

/** A few plain values, so that filters made of them match documents made of them. */
export const fewValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<unknown>(
      0,
      1,
      2,
      3,
      1n,
      double(2),
      null,
      'a',
      'ab',
      'b',
      true,
      bsonUndefined,
      NaN,
      new BSONRegExp('^a', ''),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2 }).map((value) => ({ ...value })),
  ),
})).value
