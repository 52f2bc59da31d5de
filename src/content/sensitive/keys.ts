import { matches } from './range.ts'
import type { Range } from './range.ts'

/**
 * Secret keys by the forms their makers gave them so that they can be found (prefixes as published by the vendors and
 * by GitHub's secret scanning), JSON Web Tokens (RFC 7519), PEM private keys (RFC 7468) and passwords in addresses.
 */
export function findKeys(text: string): Range[] {
  const ranges = patterns.flatMap((pattern) => matches(text, pattern, isSecret))
  return ranges
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((range, index, all) => !all.slice(0, index).some((other) => other.end > range.start))
}

// Each pattern is bounded or ends at a fixed character class, so that no text takes more than linear time.
const patterns = [
  // Amazon Web Services
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  // GitHub
  /(?<![A-Za-z0-9_])gh[oprsu]_[A-Za-z0-9]{36,251}(?![A-Za-z0-9_])/g,
  /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9_]{22,251}(?![A-Za-z0-9_])/g,
  // GitLab
  /(?<![A-Za-z0-9_])glpat-[A-Za-z0-9_-]{20,251}/g,
  // OpenAI, Anthropic and others who took over the prefix
  /(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{20,251}/g,
  // Stripe
  /(?<![A-Za-z0-9_])(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,251}/g,
  // Slack
  /(?<![A-Za-z0-9_-])xox[abeoprs]-[A-Za-z0-9-]{10,251}/g,
  // Google
  /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g,
  // SendGrid
  /(?<![A-Za-z0-9_.-])SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g,
  // npm
  /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g,
  /(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{10,8000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{0,8000}/g,
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s:,>-]{0,16000}/g,
  /(?<=(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/)[^\s:@/?#[\]<>"'`]{0,100}:[^\s@/?#<>"'`]{1,200}(?=@)/g,
]

function isSecret(match: string): boolean {
  // `sk-fading-circle-container` is a class name, `user:password@` a piece of documentation.
  if (match.startsWith('sk-')) return /\d/.test(match) && /[A-Z]/.test(match)
  if (match.includes(':') && !match.startsWith('-----'))
    return !/:(?:pass(?:word|wd)?|pwd|secret|\*+|x+|\.+)$/i.test(match)
  return true
}
