import type { SiteFacts } from './facts.ts'
import type { PolicyName } from './policies.words.ts'
import { privacyDraft } from './privacy-draft.ts'

/** The first text of a policy, in Markdown; `[[…]]` stands where only the owner knows what to say. */
export function draftOf(policy: PolicyName, facts: SiteFacts): string {
  switch (policy) {
    case 'privacy':
      return privacyDraft(facts)
    case 'terms':
      return termsDraft(facts)
    case 'cookies':
      return cookiesText(facts)
    default:
      return policy satisfies never
  }
}

function termsDraft({ siteName, url, contact }: SiteFacts): string {
  return (
    [
      `These terms are between you and [[NAME OF THE COMPANY]], [[POSTAL ADDRESS]], which runs ${siteName} (${url}).`,
      '## Who may take part',
      'Everybody from 13 years on. One account is one person. What is done with your account is done by you.',
      '## What you write',
      'It stays yours. You let us show it on this site and where this site is shown, for as long as it stands here. Write only what you may publish: nothing that breaks the law, hurts others, or shows what is private of somebody.',
      '## What we do with it',
      'We may hide or remove what breaks these terms. We tell its author what was done and why, and how to object; another person looks at the objection. Who breaks them again and again may lose the right to write.',
      '## What you can’t rely on',
      'Answers here come from people who mean well and may be wrong. The site may be away at times. [[WHAT YOU ARE LIABLE FOR, AND FOR WHAT NOT]]',
      '## Ending it',
      'You can leave at any time, in your settings. [[LAW THAT APPLIES, AND COURT]]',
      `Questions: ${contact ?? '[[E-MAIL ADDRESS]]'}.`,
    ].join('\n\n') + '\n'
  )
}

/** Read off the software: it has no blanks. */
function cookiesText({ siteName, cookieName, sessionHours, rememberDays }: SiteFacts): string {
  return (
    [
      `${siteName} sets no cookie for who only reads. There is one cookie, and it is set when you begin to sign in:`,
      '| name | what it holds | why | how long |\n| --- | --- | --- | --- |\n' +
        `| \`${cookieName}\` | a random number and nothing else | so that the site knows that it is still you | until you close the browser or do nothing for ${sessionHours} hours; ${rememberDays} days if you ticked “Keep me signed in” |`,
      'What you write before you are done may be kept by your own browser on your own device, until you send it.',
      'There are no cookies of other companies here, no counting pixels, and nothing on any page is fetched from anywhere else. So there is nothing to agree to, and no banner that asks.',
    ].join('\n\n') + '\n'
  )
}
