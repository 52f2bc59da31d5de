import type { Page } from 'playwright-core'
import type { PageState } from './page-state.ts'

/** The pages by which order is kept. */
export const orderStates: readonly PageState[] = [
  { name: 'report', on: 'full', who: 'ben', path: ({ reportedPost }) => `${reportedPost}/report` },
  {
    name: 'report, with errors',
    on: 'full',
    who: 'ben',
    path: ({ reportedPost }) => `${reportedPost}/report`,
    act: sendInMain('Report'),
  },
  { name: 'taking down', on: 'full', who: 'mia', path: ({ reportedPost }) => `${reportedPost}/taking-down` },
  {
    name: 'taking down, with errors',
    on: 'full',
    who: 'mia',
    path: ({ reportedPost }) => `${reportedPost}/taking-down`,
    act: sendInMain('Take down'),
  },
  { name: 'topic, moderator', on: 'full', who: 'mia', path: ({ orderedTopic }) => orderedTopic },
  { name: 'topic, post taken down, author', on: 'full', who: 'ann', path: ({ orderedTopic }) => orderedTopic },
  { name: 'topic, taken down, moderator', on: 'full', who: 'mia', path: ({ takenDownTopic }) => takenDownTopic },
  { name: 'topic, taken down, author', on: 'full', who: 'ann', path: ({ takenDownTopic }) => takenDownTopic },
  {
    name: 'topic, taken down, guest',
    on: 'full',
    who: 'guest',
    path: ({ takenDownTopic }) => takenDownTopic,
    status: 410,
  },
  { name: 'notifications, decided', on: 'full', who: 'ben', path: '/me/notifications' },
  { name: 'moderate', on: 'full', who: 'mia', path: ({ orderedTopic }) => orderedTopic, act: moderate },
  {
    name: 'moderate, with errors',
    on: 'full',
    who: 'mia',
    path: ({ orderedTopic }) => orderedTopic,
    act: mergeNothing,
  },
  { name: 'moderate, closed', on: 'full', who: 'mia', path: ({ closedTopic }) => closedTopic, act: moderate },
  { name: 'moderate, taken down', on: 'full', who: 'mia', path: ({ takenDownTopic }) => takenDownTopic, act: moderate },
  { name: 'split', on: 'full', who: 'mia', path: ({ topic }) => topic, act: split },
  { name: 'split, with errors', on: 'full', who: 'mia', path: ({ topic }) => topic, act: splitNothing },
  { name: 'split, nothing there', on: 'full', who: 'mia', path: ({ topicToWriteIn }) => topicToWriteIn, act: split },
  { name: 'edit topic, moderator', on: 'full', who: 'mia', path: ({ orderedTopic }) => orderedTopic, act: editTopic },
  { name: 'queue', on: 'full', who: 'mia', path: '/staff/moderation' },
  { name: 'queue, empty', on: 'empty', who: 'mia', path: '/staff/moderation' },
  { name: 'people', on: 'full', who: 'mia', path: '/staff/people' },
  { name: 'people, none found', on: 'full', who: 'mia', path: '/staff/people?search=nobody-at-all' },
  { name: 'one of the people', on: 'full', who: 'olga', path: '/staff/people', act: openPerson },
  { name: 'one of the people, restricted', on: 'full', who: 'mia', path: ({ restrictedPerson }) => restrictedPerson },
  { name: 'audit', on: 'full', who: 'olga', path: '/staff/audit' },
  { name: 'audit, nothing found', on: 'full', who: 'olga', path: '/staff/audit?by=nobody' },
]

/** Sends the form as it stands there, empty. */
function sendInMain(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator('main form').getByRole('button', { name: button, exact: true }).click()
    await page.locator('.errors').waitFor()
  }
}

async function moderate(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Moderate' }).click()
  await page.getByRole('heading', { name: 'Moderate this topic' }).waitFor()
}

async function mergeNothing(page: Page): Promise<void> {
  await moderate(page)
  await sendInMain('Merge')(page)
}

async function split(page: Page): Promise<void> {
  await moderate(page)
  await page.getByRole('link', { name: 'Choose posts' }).click()
  await page.getByRole('heading', { name: 'Split posts off' }).waitFor()
}

async function splitNothing(page: Page): Promise<void> {
  await split(page)
  await sendInMain('Make the new topic')(page)
}

async function editTopic(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Edit topic' }).click()
  await page.getByRole('heading', { name: 'Edit topic' }).waitFor()
}

async function openPerson(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ben Customer' }).click()
  await page.locator('#silence').waitFor()
}
