import type { Page } from 'playwright-core'
import type { PageState } from './page-state.ts'

/** Sends the last form of the page as it stands there, with errors. */
async function sendLast(page: Page): Promise<void> {
  await page.locator('main form').last().locator('button').last().click()
  await page.locator('.errors').waitFor()
}

async function takePassages(page: Page): Promise<void> {
  await page.locator('input[value=part]').first().check()
}

async function openAddition(page: Page): Promise<void> {
  await page.locator('.removal-more summary').first().click()
}

/** Pages of requests for removal, in their states. */
export const removalStates: readonly PageState[] = [
  { name: 'removal, asking', on: 'full', who: 'guest', path: '/removals/new' },
  { name: 'removal, of a post', on: 'full', who: 'guest', path: ({ post }) => `/removals/new?about=${post}` },
  {
    name: 'removal, personal data',
    on: 'full',
    who: 'guest',
    path: ({ post }) => `/removals/new?about=${post}&ground=personal`,
  },
  {
    name: 'removal, copyright, with errors',
    on: 'full',
    who: 'guest',
    path: ({ post }) => `/removals/new?about=${post}&ground=copyright`,
    act: sendLast,
  },
  { name: 'removal, of one’s own', on: 'full', who: 'ann', path: ({ post }) => `/removals/new?about=${post}` },
  { name: 'removal, what one wrote', on: 'full', who: 'ben', path: '/removals/mine?kinds=post&words=printer' },
  { name: 'removal, everything of somebody', on: 'full', who: 'mia', path: ({ removalOfAll }) => removalOfAll },
  {
    name: 'removal, addresses that lead nowhere',
    on: 'full',
    who: 'guest',
    path: '/removals/new?about=https://elsewhere.example/t/1%0A/t/nothing&ground=other',
  },
  { name: 'removal, unconfirmed', on: 'full', who: 'guest', path: ({ removalUnconfirmed }) => removalUnconfirmed },
  { name: 'removal, confirming', on: 'full', who: 'guest', path: ({ removalConfirmation }) => removalConfirmation },
  { name: 'removal, disowned', on: 'full', who: 'guest', path: '/removals/disowned' },
  { name: 'removal, waiting', on: 'full', who: 'guest', path: ({ removalStatus }) => removalStatus },
  {
    name: 'removal, message with errors',
    on: 'full',
    who: 'guest',
    path: ({ removalStatus }) => removalStatus,
    act: sendEmpty,
  },
  { name: 'removal, granted', on: 'full', who: 'guest', path: ({ removalGranted }) => removalGranted },
  { name: 'removal, declined', on: 'full', who: 'guest', path: ({ removalDeclined }) => removalDeclined },
  { name: 'removal, appeal', on: 'full', who: 'guest', path: ({ removalDeclined }) => `${removalDeclined}/appeal` },
  { name: 'removal, author', on: 'full', who: 'guest', path: ({ removalAuthor }) => removalAuthor },
  {
    name: 'removal, counter-notice, with errors',
    on: 'full',
    who: 'guest',
    path: ({ removalAuthor }) => `${removalAuthor}/counter-notice`,
    act: sendLast,
  },
  { name: 'removals, queue', on: 'full', who: 'mia', path: '/staff/removals' },
  { name: 'removals, queue, decided', on: 'full', who: 'mia', path: '/staff/removals?show=decided' },
  { name: 'removals, queue, empty', on: 'empty', who: 'mia', path: '/staff/removals' },
  { name: 'removal, case', on: 'full', who: 'mia', path: ({ removalCase }) => removalCase, act: openAddition },
  { name: 'removal, case, decided', on: 'full', who: 'mia', path: ({ removalDecidedCase }) => removalDecidedCase },
  { name: 'removal, case, something left', on: 'full', who: 'mia', path: ({ removalLeftCase }) => removalLeftCase },
  {
    name: 'removal, decision',
    on: 'full',
    who: 'mia',
    path: ({ removalCase }) => `${removalCase}/decision`,
    act: takePassages,
  },
  {
    name: 'removal, decision, with errors',
    on: 'full',
    who: 'mia',
    path: ({ removalCase }) => `${removalCase}/decision`,
    act: sendLast,
  },
  { name: 'transparency', on: 'full', who: 'guest', path: '/transparency' },
  { name: 'transparency, none', on: 'empty', who: 'guest', path: '/transparency' },
  {
    name: 'post, gone for personal data',
    on: 'full',
    who: 'guest',
    path: ({ removedPost }) => removedPost,
    status: 410,
  },
]

async function sendEmpty(page: Page): Promise<void> {
  await page.locator('form[action$="/messages"] button').click()
  await page.locator('.errors').waitFor()
}
