import { ServerError } from '../../errors.ts'
import { isDocument } from '../values.ts'

/** Counts what a stage holds, and refuses more than its limit. */
export class Memory {
  private used = 0
  private readonly limit: number
  private readonly message: string

  constructor(limit: number, message: string) {
    this.limit = limit
    this.message = message
  }

  hold(value: unknown): void {
    this.used += roughSize(value)
    if (this.used > this.limit) throw new ServerError('QueryExceededMemoryLimitNoDiskUseAllowed', this.message)
  }

  release(value: unknown): void {
    this.used -= roughSize(value)
  }
}

/** MongoDB's words when a sort needs more than its memory. */
export function sortMemoryMessage(limit: number): string {
  return `Sort exceeded memory limit of ${limit} bytes, but did not opt in to external sorting. Aborting operation. Pass allowDiskUse:true to opt in.`
}

/** About the bytes that a value takes, without encoding it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 8
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + roughSize(element) + 4, 8)
  if (!isDocument(value)) return 16
  let size = 8
  for (const key in value) size += key.length + 4 + roughSize(value[key])
  return size
}
