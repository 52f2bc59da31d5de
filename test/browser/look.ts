// Pictures of every page in every state, to be looked at: `tsx test/browser/look.ts <folder>`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addSample } from '../../src/sample/index.ts'
import { startApp, type Running } from '../support/running.ts'
import { endAll } from '../support/endings.ts'
import { endStore } from '../support/store.ts'
import { browse, type Browsing } from './support/browse.ts'
import type { PageState } from './support/page-state.ts'
import { pageStates } from './support/pages.ts'
import { theSites } from './support/sites.ts'

const [folder, only = ''] = process.argv.slice(2)
if (!folder) throw new Error('Usage: tsx test/browser/look.ts <folder> [part of a name]')

try {
  await mkdir(folder, { recursive: true })
  await lookAtStates(folder)
  await lookAtSample(folder)
} finally {
  await endAll()
  await endStore()
}

async function lookAtStates(into: string): Promise<void> {
  const sites = await theSites()
  for (const state of pageStates.filter(({ name }) => name.includes(only))) {
    const app = sites.appOf(state)
    await shoot(app, { into, name: state.name, who: state.who, go: (browsing) => sites.go(browsing, state) })
  }
}

async function lookAtSample(into: string): Promise<void> {
  const now = new Date()
  let time = now
  const app = await startApp({ clock: () => time })
  await addSample({ accounts: app.accounts, forum: app.forum, setClock: (at) => (time = at) }, now)
  const open =
    (path: string) =>
    async (browsing: Browsing): Promise<void> => {
      await browsing.open(path)
    }
  const addresses = { home: '/', ...(await addressesOn(app)) }
  for (const [name, path] of Object.entries(addresses).filter(([each]) => `sample ${each}`.includes(only))) {
    await shoot(app, { into, name: `sample ${name}`, who: 'guest', go: open(path) })
  }
  if ('home-and-topic'.includes(only)) await pictureForReadme(app, join(into, 'home-and-topic.png'))
  await app.stop()
}

/** Two pages of the sample beside each other, as the README shows them. */
async function pictureForReadme(app: Running, path: string): Promise<void> {
  const height = 860
  await browse(app, async (arrive) => {
    const home = await arrive({ width: 1040, height, reducedMotion: true })
    await home.open('/')
    const left = await home.page.screenshot()
    const topic = await arrive({ width: 760, height, scheme: 'dark', reducedMotion: true })
    await topic.open('/')
    await topic.page.getByRole('link', { name: /^Webhook signature never matches/ }).click()
    await topic.page.locator('.post-opening').waitFor()
    const right = await topic.page.screenshot()
    await pairUp(app, [left, right], path)
  })
}

async function pairUp(app: Running, pictures: Buffer[], path: string): Promise<void> {
  await browse(app, async (arrive) => {
    const { page } = await arrive({ width: 1920, height: 940, javaScript: false })
    const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`)
    await page.setContent(`<style>
      body { margin: 0; padding: 40px; display: flex; gap: 40px; background: #dfe5e6 }
      img { border-radius: 14px; box-shadow: 0 6px 30px rgb(0 30 40 / 22%) }
    </style>${images.join('')}`)
    await page.screenshot({ path })
  })
}

/** A category and the topics at the top of the home page. */
async function addressesOn(app: Running): Promise<Record<string, string>> {
  const below = (address: string): string => new URL(address, app.url).pathname
  const found: Record<string, string> = {}
  await browse(app, async (arrive) => {
    const { page, ...guest } = await arrive()
    await page.goto(guest.app.url)
    found['category'] = below((await page.locator('.categories a').first().getAttribute('href')) ?? '/')
    const topics = await page.locator('.topic h3 a').all()
    for (const [index, topic] of topics.slice(0, 8).entries()) {
      found[`topic ${index + 1}`] = below((await topic.getAttribute('href')) ?? '/')
    }
  })
  return found
}

interface Subject {
  into: string
  name: string
  who: PageState['who']
  go: (browsing: Browsing) => Promise<void>
}

async function shoot(app: Running, { into, name, who, go }: Subject): Promise<void> {
  await browse(app, async (arrive) => {
    const browsing = await arrive({ reducedMotion: true, ...(who === 'guest' ? {} : { as: who }) })
    await go(browsing)
    for (const width of [360, 768, 1280]) {
      await browsing.page.setViewportSize({ width, height: 800 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await browsing.page.emulateMedia({ colorScheme })
        const file = `${name.replaceAll(/[^a-z0-9]+/g, '-')}.${width}.${colorScheme}.png`
        await browsing.page.screenshot({ path: join(into, file), fullPage: true })
      }
    }
  })
}
