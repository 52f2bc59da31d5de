import type { Page } from 'playwright-core'
import { embeddingStates } from './embedding-pages.ts'
import { orderStates } from './order-pages.ts'
import type { PageState } from './page-state.ts'
import { removalStates } from './removal-pages.ts'
import { requestStates } from './request-pages.ts'

/** Every page in every state that it can be in. */
export const pageStates: readonly PageState[] = [
  { name: 'home, empty, guest', on: 'empty', who: 'guest', path: '/' },
  { name: 'home, empty, member', on: 'empty', who: 'ann', path: '/' },
  { name: 'home, empty, owner', on: 'empty', who: 'olga', path: '/' },
  { name: 'home, guest', on: 'full', who: 'guest', path: '/' },
  { name: 'home, member, menu open', on: 'full', who: 'ann', path: '/', act: openMenu },
  { name: 'home, owner, menu open', on: 'full', who: 'olga', path: '/', act: openMenu },
  { name: 'home, second page', on: 'full', who: 'guest', path: '/', act: nextPage },
  { name: 'category, guest', on: 'full', who: 'guest', path: ({ category }) => category },
  { name: 'category, member', on: 'full', who: 'ann', path: ({ category }) => category },
  { name: 'category, empty', on: 'full', who: 'ann', path: ({ emptyCategory }) => emptyCategory },
  { name: 'category, archived', on: 'full', who: 'ann', path: ({ archivedCategory }) => archivedCategory },
  { name: 'category, staff writes', on: 'full', who: 'ann', path: ({ staffWritesCategory }) => staffWritesCategory },
  { name: 'topic, guest', on: 'full', who: 'guest', path: ({ topic }) => topic },
  { name: 'topic, second page', on: 'full', who: 'guest', path: ({ topic }) => topic, act: nextPage },
  { name: 'topic, author', on: 'full', who: 'ann', path: ({ topic }) => topic, act: openFormatting },
  { name: 'topic, one post marked', on: 'full', who: 'ann', path: ({ post }) => post },
  { name: 'topic, reply with errors', on: 'full', who: 'ann', path: ({ topic }) => topic, act: send('Post reply') },
  { name: 'topic, closed', on: 'full', who: 'ann', path: ({ closedTopic }) => closedTopic },
  { name: 'topic, solved, guest', on: 'full', who: 'guest', path: ({ solvedTopic }) => solvedTopic },
  { name: 'topic, solved, asker', on: 'full', who: 'ben', path: ({ solvedTopic }) => solvedTopic, act: openShare },
  { name: 'topic, outdated since', on: 'full', who: 'ben', path: ({ solvedTopic }) => solvedTopic, act: askOutdated },
  { name: 'topic, posts removed', on: 'full', who: 'ann', path: ({ topicWithGaps }) => topicWithGaps },
  { name: 'topic, every reply deleted', on: 'full', who: 'ann', path: ({ topicWithoutRest }) => topicWithoutRest },
  { name: 'topic, opening deleted', on: 'full', who: 'ann', path: ({ topicWithoutOpening }) => topicWithoutOpening },
  { name: 'topic, gone', on: 'full', who: 'guest', path: ({ goneTopic }) => goneTopic, status: 410 },
  { name: 'search, guest', on: 'full', who: 'guest', path: '/search' },
  { name: 'search, results', on: 'full', who: 'guest', path: '/search?q=settings+reply' },
  { name: 'search, nothing found', on: 'full', who: 'ann', path: '/search?q=unheardof' },
  { name: 'search, suggestions', on: 'full', who: 'guest', path: '/', act: typeIntoSearch },
  { name: 'new topic, member', on: 'full', who: 'ann', path: '/topics/new' },
  { name: 'new topic, staff', on: 'full', who: 'olga', path: '/topics/new' },
  { name: 'new topic, with errors', on: 'full', who: 'ann', path: '/topics/new', act: send('Post topic') },
  { name: 'edit topic', on: 'full', who: 'ann', path: ({ opening }) => `${opening}/edit` },
  { name: 'edit reply', on: 'full', who: 'ann', path: ({ post }) => `${post}/edit` },
  { name: 'edit topic, with errors', on: 'full', who: 'ann', path: ({ opening }) => `${opening}/edit`, act: saveEmpty },
  { name: 'delete topic', on: 'full', who: 'ann', path: ({ opening }) => `${opening}/delete` },
  { name: 'delete reply', on: 'full', who: 'ann', path: ({ post }) => `${post}/delete` },
  { name: 'sign in', on: 'full', who: 'guest', path: '/sign-in' },
  { name: 'sign in, no way', on: 'closed', who: 'guest', path: '/sign-in' },
  { name: 'sign in, who to be', on: 'full', who: 'guest', path: '/sign-in/demo' },
  { name: 'sign in, failed', on: 'full', who: 'guest', path: '/sign-in/demo/callback?code=1&state=2', status: 400 },
  { name: 'welcome', on: 'full', who: 'guest', path: '/sign-in/demo', act: reachWelcome },
  { name: 'welcome, with errors', on: 'full', who: 'guest', path: '/sign-in/demo', act: sendWelcomeEmpty },
  { name: 'sign in by mail', on: 'full', who: 'guest', path: '/sign-in/mail' },
  { name: 'sign in by mail, sent', on: 'full', who: 'guest', path: '/sign-in/mail', act: sendMail },
  { name: 'sign in by mail, the link', on: 'full', who: 'guest', path: '/sign-in/mail/nobodys' },
  { name: 'profile', on: 'full', who: 'ann', path: '/me' },
  { name: 'profile, with errors', on: 'full', who: 'ann', path: '/me', act: saveNoName },
  { name: 'photo', on: 'full', who: 'ann', path: '/me/photo' },
  { name: 'ways to sign in', on: 'full', who: 'ann', path: '/me/sign-ins' },
  { name: 'address', on: 'full', who: 'ann', path: '/me/address' },
  { name: 'mail preferences', on: 'full', who: 'ann', path: '/me/mails' },
  { name: 'notifications', on: 'full', who: 'ann', path: '/me/notifications' },
  { name: 'notifications, none', on: 'empty', who: 'ann', path: '/me/notifications' },
  { name: 'following', on: 'full', who: 'ann', path: '/me/following' },
  { name: 'topic, following, member', on: 'full', who: 'ann', path: ({ topic }) => topic, act: openFollow },
  { name: 'topic, following, guest', on: 'full', who: 'guest', path: ({ topic }) => topic, act: openFollow },
  { name: 'following by mail, sent', on: 'full', who: 'guest', path: ({ topic }) => topic, act: followByMail },
  { name: 'followed by an address, asked', on: 'full', who: 'guest', path: ({ addressFollows }) => addressFollows },
  {
    name: 'followed by an address',
    on: 'full',
    who: 'guest',
    path: ({ addressFollows }) => addressFollows,
    act: sayYes,
  },
  { name: 'question, solved or not', on: 'full', who: 'guest', path: ({ askedQuestion }) => askedQuestion },
  {
    name: 'question, solved by which',
    on: 'full',
    who: 'guest',
    path: ({ askedQuestion }) => askedQuestion,
    act: sayYes,
  },
  { name: 'waiting for an answer', on: 'full', who: 'olga', path: '/staff/waiting' },
  { name: 'privacy policy, draft', on: 'empty', who: 'guest', path: '/privacy' },
  { name: 'privacy policy', on: 'full', who: 'guest', path: '/privacy' },
  { name: 'privacy policy, what changes', on: 'full', who: 'ben', path: '/privacy/2/changes' },
  { name: 'cookies', on: 'full', who: 'guest', path: '/cookies' },
  { name: 'home, a policy will change', on: 'changing', who: 'ann', path: '/' },
  { name: 'terms, will change', on: 'changing', who: 'guest', path: '/terms' },
  { name: 'terms, what will change', on: 'changing', who: 'ann', path: '/terms/2/changes' },
  { name: 'policies, announced', on: 'changing', who: 'olga', path: '/staff/policies/terms' },
  { name: 'policies, owner', on: 'full', who: 'olga', path: '/staff/policies' },
  { name: 'policies, first draft', on: 'empty', who: 'olga', path: '/staff/policies/terms' },
  { name: 'policies, announcing', on: 'full', who: 'olga', path: '/staff/policies/terms', act: writePolicy },
  { name: 'asking for data', on: 'full', who: 'guest', path: '/privacy/request' },
  { name: 'asking for data, errors', on: 'full', who: 'guest', path: '/privacy/request', act: send('Ask') },
  { name: 'asking for data, the link', on: 'full', who: 'guest', path: '/privacy/request/nobodys' },
  { name: 'questions about data', on: 'full', who: 'olga', path: '/staff/data-requests' },
  { name: 'what we keep', on: 'full', who: 'guest', path: '/privacy/what-we-keep' },
  { name: 'my data', on: 'full', who: 'ben', path: '/me/data' },
  { name: 'my data, being made', on: 'full', who: 'ann', path: '/me/data', act: askForData },
  { name: 'leaving', on: 'full', who: 'ann', path: '/me/deactivate' },
  { name: 'goodbye', on: 'full', who: 'guest', path: '/goodbye' },
  { name: 'a person', on: 'full', who: 'guest', path: '/people/ann-customer' },
  { name: 'mail, owner', on: 'full', who: 'olga', path: '/staff/mail' },
  { name: 'sign out, member', on: 'full', who: 'ann', path: '/sign-out' },
  { name: 'sign out, guest', on: 'full', who: 'guest', path: '/sign-out' },
  { name: 'not found', on: 'full', who: 'guest', path: '/nothing/here', status: 404 },
  { name: 'database away', on: 'away', who: 'guest', path: '/', status: 503 },
  { name: 'too often', on: 'busy', who: 'guest', path: '/sign-in/demo', status: 429 },
  { name: 'link of a mail, over', on: 'full', who: 'ann', path: '/me/address/nobodys', status: 410 },
  { name: 'topic, form of before', on: 'full', who: 'ann', path: ({ topic }) => topic, act: sendOldForm },
  { name: 'topic, asked about an address', on: 'full', who: 'ann', path: ({ topic }) => topic, act: sendAddress },
  { name: 'topic, a post quoted', on: 'full', who: 'ann', path: ({ topic }) => topic, act: quoteLast },
  { name: 'topic, text shown before', on: 'full', who: 'ann', path: ({ topic }) => topic, act: preview },
  { name: 'new topic, guest', on: 'full', who: 'guest', path: '/topics/new' },
  { name: 'history', on: 'full', who: 'ben', path: ({ changed }) => `${changed}/history` },
  { name: 'history, author', on: 'full', who: 'ann', path: ({ changed }) => `${changed}/history`, act: openRemoval },
  { name: 'sent while signed out', on: 'full', who: 'ben', path: '/me', act: sendSignedOut, endsSession: true },
  { name: 'testimonials', on: 'full', who: 'guest', path: '/testimonials' },
  { name: 'testimonials, none', on: 'empty', who: 'guest', path: '/testimonials' },
  { name: 'testimonial', on: 'full', who: 'guest', path: ({ testimonial }) => `/testimonials/${testimonial}` },
  { name: 'testimonial, giving one', on: 'full', who: 'guest', path: '/testimonials/new' },
  { name: 'testimonial, with errors', on: 'full', who: 'guest', path: '/testimonials/new', act: send('Send it to us') },
  { name: 'testimonial, asked', on: 'full', who: 'guest', path: ({ consent }) => consent },
  { name: 'testimonial, no choice', on: 'full', who: 'guest', path: ({ consent }) => consent, act: send('I agree') },
  { name: 'testimonial, asked again', on: 'full', who: 'guest', path: ({ consentAgain }) => consentAgain },
  { name: 'testimonial, thanks', on: 'full', who: 'guest', path: '/testimonials/thanks' },
  { name: 'testimonial, agreed to', on: 'full', who: 'guest', path: ({ consentGiven }) => consentGiven },
  { name: 'testimonial, proof', on: 'full', who: 'guest', path: ({ consentGiven }) => `${consentGiven}/proof` },
  { name: 'board', on: 'full', who: 'olga', path: '/staff/testimonials' },
  { name: 'board, empty', on: 'empty', who: 'olga', path: '/staff/testimonials' },
  { name: 'board, entering one', on: 'full', who: 'olga', path: '/staff/testimonials/new' },
  { name: 'board, invitations', on: 'full', who: 'olga', path: '/staff/testimonials/invitations' },
  {
    name: 'board, invitation with errors',
    on: 'full',
    who: 'olga',
    path: '/staff/testimonials/invitations',
    act: send('Make a link'),
  },
  { name: 'board, tweets', on: 'full', who: 'olga', path: '/staff/testimonials/tweets' },
  { name: 'board, one', on: 'full', who: 'olga', path: ({ testimonial }) => `/staff/testimonials/${testimonial}` },
  { name: 'agents, import', on: 'full', who: 'olga', path: '/staff/agents/import' },
  { name: 'agents, import, errors', on: 'full', who: 'olga', path: '/staff/agents/import', act: send('Read the file') },
  { name: 'invitation, over', on: 'full', who: 'guest', path: '/invited/nobodys', status: 410 },
  ...orderStates,
  ...embeddingStates,
  ...requestStates,
  ...removalStates,
  { name: 'staff home', on: 'full', who: 'olga', path: '/staff' },
  { name: 'categories', on: 'full', who: 'olga', path: '/staff/categories' },
  { name: 'categories, empty', on: 'empty', who: 'olga', path: '/staff/categories' },
  { name: 'categories, errors', on: 'full', who: 'olga', path: '/staff/categories', act: send('Create category') },
  { name: 'edit category', on: 'full', who: 'olga', path: ({ categoryToEdit }) => categoryToEdit },
  { name: 'edit category, errors', on: 'full', who: 'olga', path: ({ categoryToEdit }) => categoryToEdit, act: rename },
]

async function reachWelcome(page: Page): Promise<void> {
  await page.locator('button[name=persona][value=max]').click()
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
}

async function sendWelcomeEmpty(page: Page): Promise<void> {
  await reachWelcome(page)
  await send('Open my account')(page)
}

async function sendMail(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.locator('main form button').click()
  await page.waitForLoadState()
}

async function saveNoName(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.locator('main form button.action-main').click()
  await page.locator('.errors').waitFor()
}

async function writePolicy(page: Page): Promise<void> {
  if ((await page.getByRole('button', { name: 'Announce this version' }).count()) > 0) return
  await page.getByLabel('Text', { exact: true }).fill('Be kind.')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('button', { name: 'Announce this version' }).waitFor()
}

async function askForData(page: Page): Promise<void> {
  const ask = page.locator('main form button')
  if ((await ask.count()) > 0) await ask.click()
  await page.locator('main .notice').waitFor()
}

async function sayYes(page: Page): Promise<void> {
  const yes = page.getByRole('button', { name: /^Yes/ })
  if ((await yes.count()) > 0) await yes.click()
  await page
    .getByRole('button', { name: /^(?:Daily|This one)$/ })
    .first()
    .waitFor()
}

async function openFollow(page: Page): Promise<void> {
  await page.locator('.follow summary').click()
}

async function followByMail(page: Page): Promise<void> {
  await openFollow(page)
  await page.getByLabel('Your e-mail address').fill('guest@example.com')
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
}

/** On a phone the box is a link to the page with the form. */
async function typeIntoSearch(page: Page): Promise<void> {
  const box = page.locator('.site-search input')
  if (!(await box.isVisible())) return
  await box.pressSequentially('prin')
  await page.locator('.offers li').first().waitFor()
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('.site-head .menu summary').click()
}

async function openShare(page: Page): Promise<void> {
  await page.locator('.share summary').click()
}

async function askOutdated(page: Page): Promise<void> {
  await page.locator('.solution-head a').click()
}

async function openFormatting(page: Page): Promise<void> {
  await page.locator('.form-help summary').click()
}

async function nextPage(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Next' }).click()
}

/** Sends the form as it stands there, empty. */
function send(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name: button }).click()
    await page.locator('.errors').waitFor()
  }
}

async function saveEmpty(page: Page): Promise<void> {
  await page.getByLabel('Title').fill('')
  await page.getByLabel('Text').fill('')
  await send('Save changes')(page)
}

async function rename(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('')
  await send('Save changes')(page)
}

/** As from a page that was open before the last sign-in. */
async function sendOldForm(page: Page): Promise<void> {
  await page.getByLabel('Your reply').fill('This was typed before.')
  await page.locator('#reply [name=_csrf]').evaluate((field: unknown) => {
    ;(field as { value: string }).value = 'old'
  })
  await page.getByRole('button', { name: 'Post reply' }).click()
  await page.getByText('This form is from before').waitFor()
}

async function sendSignedOut(page: Page): Promise<void> {
  await page.getByLabel('About you').fill('A long thought,\nin two lines.')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save profile' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
}

async function sendAddress(page: Page): Promise<void> {
  await page.getByLabel('Your reply').fill('Write to jan.kowalski@firma.pl, please.')
  await page.getByRole('button', { name: 'Post reply' }).click()
  await page.locator('.warning').waitFor()
}

async function quoteLast(page: Page): Promise<void> {
  await page.locator('a[data-quote]').last().click()
  await page.locator('textarea:focus').waitFor()
}

async function preview(page: Page): Promise<void> {
  await quoteLast(page)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.locator('.preview .quote-source').first().waitFor()
}

async function openRemoval(page: Page): Promise<void> {
  await page.locator('.version-removal summary').first().click()
}
