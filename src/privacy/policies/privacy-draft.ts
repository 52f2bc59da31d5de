import type { MapArea } from '../map/map.ts'
import type { SiteFacts } from './facts.ts'

/** Names of the parts of the product in a text that its owner goes on with. */
const areaNames: Readonly<Record<MapArea['area'], string>> = {
  account: 'Your account',
  forum: 'Topics and replies',
  requests: 'Private requests',
  photos: 'Photos',
  testimonials: 'Testimonials',
  mail: 'Mail',
  rights: 'Leaving, and copies of your data',
  safety: 'Safety',
  other: 'Everything else',
}

/** A first privacy policy: everything that the software knows is filled in, what only the owner knows stands in `[[…]]`. */
export function privacyDraft(facts: SiteFacts): string {
  return [...opening(facts), ...kept(facts), ...others(facts), ...rights(facts)].join('\n\n') + '\n'
}

function opening({ siteName, url, contact, providers }: SiteFacts): string[] {
  const ways = providers.length > 0 ? ` such as ${providers.join(', ')}` : ''
  return [
    `This policy says what ${siteName} (${url}) keeps of you, why, until when, who sees it, and what you can do about it.`,
    '## Who is responsible',
    `[[NAME OF THE COMPANY]], [[POSTAL ADDRESS]]. Write to us about your data at ${contact ?? '[[E-MAIL ADDRESS]]'}.`,
    '## What you give us',
    `You can read everything public without giving us anything. To write you sign in with an account that you have elsewhere${ways}. That provider tells us your name, and your e-mail address and photo if it has them; before we keep anything, we show you what it told us and ask what of it we may keep. We never get your password.`,
    'You may add a photo, some words about yourself and an e-mail address. We do not ask for your location and do not track it: places stored in photos are removed when they come in.',
    '## What you write is public',
    'The forum can be read by everybody, also by search engines. What you write there may be read, collected and used by others.',
    '## Children',
    'Nobody under 13 may open an account. We ask for the month and year of birth once and keep only that the answer was old enough.',
  ]
}

function kept({ areas }: SiteFacts): string[] {
  const rows = ({ area, rows: held }: MapArea): string[] => [
    `### ${areaNames[area]}`,
    held
      .map(({ what, why, until, seenBy }) => `- **${what}.** Why: ${why}. Until: ${until}. Seen by: ${seenBy}.`)
      .join('\n'),
  ]
  return [
    '## What we keep, why, until when, and who sees it',
    'This list is made from the software itself.',
    ...areas.flatMap(rows),
    'Our logs hold no names, addresses or texts. Backups are kept for [[NUMBER OF DAYS]] days; what was erased is erased again when one of them is used.',
  ]
}

function others({ siteName, rememberDays }: SiteFacts): string[] {
  return [
    '## Cookies',
    `Who is not signed in gets no cookie. Who signs in gets one, which holds a random number and ends with the browser, or after ${rememberDays} days if you ask to stay signed in. There are no others, no counting pixels, and no part of any page comes from another company. The cookie policy says more.`,
    '## Others',
    'We do not sell your data and give it to nobody for marketing. [[NAME OF THE COMPANY THAT RUNS THE SERVERS]] and [[NAME OF THE COMPANY THAT DELIVERS OUR MAIL]] work for us under contract. We hand data over where the law makes us.',
    'Buttons for sharing are plain links: the other site learns of you when you follow one. Links to other sites lead to places whose rules we do not make.',
    '## Mails',
    'We send what belongs to something you do here, such as a link to confirm your address. Notices of what you follow can be switched off, each mail has a link that does so. Mails with news and offers are sent only to those who asked for them, and each says how to end them.',
    '## Testimonials',
    `We show what customers say about us only after they agreed by mail to the exact words, and for as long as they do. The same mail takes it back at any time.`,
    '## If the company changes hands',
    `If ${siteName} or its data is to go to another owner, we tell you by mail and on this site before it happens, who it is, and what you can choose.`,
  ]
}

function rights({ contact, undoDays, exportDays, noticeDays }: SiteFacts): string[] {
  return [
    '## What you can do',
    [
      '- **See and take along what we hold**: “My data” makes a copy of everything, to read and for programs. ' +
        `It waits for ${exportDays} days.`,
      '- **Correct it**: in your profile.',
      `- **Leave**: close your account for a while, with ${undoDays} days to change your mind, or delete it at once. You choose what becomes of what you wrote.`,
      `- **Without an account**: ask on this site or at ${contact ?? '[[E-MAIL ADDRESS]]'}. We answer requests about your data within 30 days, and say why if we can’t do what you ask.`,
      '- **Complain**: to [[NAME AND ADDRESS OF THE SUPERVISORY AUTHORITY]].',
    ].join('\n'),
    '## Safety',
    'Connections are encrypted. Who works here sees what their work needs; what they do, and when they look at what is not public of you, is written into a log that you get with your copy. Nobody can promise that nothing ever goes wrong; if your data is touched by it, we tell you.',
    '## When this policy changes',
    `We tell you of every change that matters by mail and on every page, ${noticeDays} days before it counts. Earlier versions stay readable, with what changed.`,
  ]
}
