import type { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, ObjectId, Timestamp } from 'bson'
import { fieldName, isInt32 } from './values.ts'

/** A value the way MongoDB's server prints it inside error messages: `{ a: 1, b: "x", c: [ 1.5, null ] }`. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${value}"`
    case 'number':
      return isInt32(value) ? String(value) : describeDouble(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : describeObject(value)
    default:
      return 'undefined'
  }
}

function describeDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan.0'
  if (!Number.isFinite(value)) return value > 0 ? 'inf.0' : '-inf.0'
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value)
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  const type = (value as { _bsontype?: string })._bsontype
  const describeClass = type === undefined ? undefined : classes[type]
  if (describeClass) return describeClass(value as never)
  const fields = Object.entries(value).map(([key, field]) => `${fieldName(key)}: ${describe(field)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

const classes: Partial<Record<string, (value: never) => string>> = {
  ObjectId: (id: ObjectId) => `ObjectId('${id.toHexString()}')`,
  Double: (double: Double) => describeDouble(double.value),
  Decimal128: (decimal: Decimal128) => decimal.toString(),
  Timestamp: (time: Timestamp) => `Timestamp(${time.t}, ${time.i})`,
  BSONSymbol: (symbol: BSONSymbol) => `"${symbol.value}"`,
  BSONRegExp: (regex: BSONRegExp) => `/${regex.pattern}/${regex.options}`,
  Binary: (binary: Binary) =>
    binary.sub_type === 4
      ? `UUID("${uuidText(binary)}")`
      : `BinData(${binary.sub_type}, ${Buffer.from(binary.value()).toString('hex').toUpperCase()})`,
  Code: (code: Code) => code.code,
  MinKey: () => 'MinKey',
  MaxKey: () => 'MaxKey',
  Undefined: () => 'undefined',
}

function uuidText(binary: Binary): string {
  const hex = Buffer.from(binary.value()).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
