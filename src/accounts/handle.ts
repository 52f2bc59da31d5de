import { no, yes, type Decision } from '../kernel/index.ts'

const longest = 30

/** Names that would speak for the company. */
const reserved = new Set([
  'admin',
  'administrator',
  'agent',
  'candor',
  'everyone',
  'everybody',
  'help',
  'me',
  'moderator',
  'owner',
  'root',
  'staff',
  'support',
  'system',
  'team',
])

/**
 * The form in which handles are compared. Handles that look the same in some font have the same skeleton: 0 and o,
 * 1 and l, rn and m, vv and w, with or without hyphens.
 */
export function handleSkeleton(handle: string): string {
  return handle
    .toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[-_]/g, '')
}

/** Whether a handle may be chosen at all: small Latin letters, digits, - and _, two to thirty, and not the company's. */
export function mayBeHandle(handle: string): Decision {
  if (!/^[a-z0-9][a-z0-9_-]{1,29}$/.test(handle)) return no('rules:handle.form')
  return reserved.has(handle) || [...reserved].some((word) => handleSkeleton(word) === handleSkeleton(handle))
    ? no('rules:handle.taken')
    : yes
}

/** A handle made of a name: letters, digits and `-`, two to thirty characters; `person` where nothing is left. */
export function handleFrom(name: string): string {
  const folded = name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '')
  return mayBeHandle(folded).allowed ? folded : 'person'
}

/** The handle with a number behind it, still within thirty characters. */
export function numberedHandle(handle: string, number: number): string {
  const tail = `-${number}`
  return handle.slice(0, longest - tail.length) + tail
}
