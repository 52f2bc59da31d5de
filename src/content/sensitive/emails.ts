import { matches } from './range.ts'
import type { Around, Range } from './range.ts'

/** E-mail addresses, but not those of documentation (RFC 2606), of version control and of mailing robots. */
export function findEmails(text: string): Range[] {
  return matches(text, address, isSomebody)
}

// The length of the parts is that of RFC 5321, so that the pattern takes linear time.
const address =
  /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}_](?:[\p{L}\p{N}._%+-]{0,62}[\p{L}\p{N}_+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}(?:xn--[a-z0-9-]{2,20}|\p{L}{2,24})(?![\p{L}\p{N}_@-])/giu

const documentation = /@(?:[^@]*\.)?(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/i
const robot = /^(?:no-?reply|do-?not-?reply|git|hg|svn)@/i
// icon@2x.png, style@media.css: file names with an @.
const fileName = /\.(?:avif|css|gif|html?|jpe?g|js|json|jsx|mjs|png|scss|svg|tsx?|txt|webp|ya?ml)$/i

function isSomebody(match: string, { before, after }: Around): boolean {
  if (documentation.test(match) || robot.test(match) || fileName.test(match)) return false
  // What stands before the host in an address is a name to sign in with.
  if (/:\/\/[^\s/@]*$/.test(before)) return false
  // `deploy@host.net:/srv` is a place for scp or git, `ssh deploy@host.net` a command.
  return !/^:[\w~/.-]*\//.test(after) && !/\b(?:ssh|scp|sftp|rsync)\s+(?:-\S+\s+)*$/.test(before)
}
