// Pictures of every page in every state, to be looked at: `tsx test/browser/look.ts <folder>`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addSample } from '../../src/sample/index.ts'
import { startApp, type Running } from '../support/running.ts'
import { endStore } from '../support/store.ts'
import { browse, type Browsing } from './support/browse.ts'
import { closeChromium } from './support/chromium.ts'
import { pageStates, type PageState } from './support/pages.ts'
import { stopSites, theSites } from './support/sites.ts'

const [folder, only = ''] = process.argv.slice(2)
if (!folder) throw new Error('Usage: tsx test/browser/look.ts <folder> [part of a name]')

try {
  await mkdir(folder, { recursive: true })
  await lookAtStates(folder)
  await lookAtSample(folder)
} finally {
  await closeChromium()
  await stopSites()
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
  await app.stop()
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
