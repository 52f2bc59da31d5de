import assert from 'node:assert/strict'
import type { BrowserContext, Page, Response } from 'playwright-core'
import type { Persona } from '../../support/person.ts'
import type { Running } from '../../support/running.ts'
import { theChromium } from './chromium.ts'
import { watchForFaults } from './faults.ts'

/** What somebody looks through. */
export interface Screen {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  javaScript?: boolean
  reducedMotion?: boolean
  forcedColors?: boolean
  /** Only to bring in a tool that the site's policy would refuse. */
  withoutPolicy?: boolean
  /** Who is signed in already when they come. */
  as?: Persona
}

/** Somebody at a browser of their own: nothing is shared with anybody else's. */
export class Browsing {
  readonly app: Running
  readonly context: BrowserContext
  readonly page: Page

  constructor(app: Running, context: BrowserContext, page: Page) {
    this.app = app
    this.context = context
    this.page = page
  }

  /** Opens a path below the mount path. */
  async open(path: string): Promise<Response> {
    const response = await this.page.goto(this.app.url + path)
    assert(response, `${path} gave no answer`)
    return response
  }

  /** Goes from where one is through the pages of the demo issuer, as a newcomer does, and comes back. */
  async signIn(persona: Persona): Promise<void> {
    const { page } = this
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Try it as a demo person' }).click()
    await page.getByRole('heading', { name: 'Who do you want to be?' }).waitFor()
    await page.locator(`button[name=persona][value=${persona}]`).click()
    await this.acceptWelcome()
  }

  /** Opens the account at a first sign-in, as somebody born in 1990, and comes back to where one was. */
  async acceptWelcome(): Promise<void> {
    const { page } = this
    const greeting = page.getByRole('heading', { name: 'Welcome' })
    await page.locator('.site-head .menu').or(greeting).first().waitFor()
    if (await greeting.isVisible()) {
      await page.getByLabel('Month').selectOption('5')
      await page.getByLabel('Year').fill('1990')
      await page.getByLabel('I agree').check()
      await page.getByRole('button', { name: 'Open my account' }).click()
    }
    await page.locator('.site-head .menu').waitFor()
  }

  /** Opens the menu of who is signed in. */
  async openMenu(): Promise<void> {
    await this.page.locator('.site-head .menu summary').click()
  }

  /** What the page says, as text. */
  async text(): Promise<string> {
    return this.page.locator('main').innerText()
  }
}

export type Arrive = (screen?: Screen) => Promise<Browsing>

/** Lets people come with their browsers, and checks when all is done that nothing went wrong in any of them. */
export async function browse(app: Running, story: (arrive: Arrive) => Promise<void>): Promise<void> {
  const open: OpenBrowser[] = []
  try {
    await story(async (screen = {}) => {
      const browser = await openBrowser(app, screen)
      open.push(browser)
      return browser.browsing
    })
  } finally {
    for (const { browsing } of open) await browsing.context.close()
  }
  assert.deepEqual(
    open.flatMap(({ faults }) => faults),
    [],
  )
}

/** A browser with what went wrong in it so far. */
export interface OpenBrowser {
  browsing: Browsing
  faults: string[]
}

/** Opens a browser that whoever asks for it has to close. */
export async function openBrowser(app: Running, screen: Screen): Promise<OpenBrowser> {
  const context = await openContext(app, screen)
  const faults = watchForFaults(context, new URL(app.url).origin)
  return { browsing: new Browsing(app, context, await context.newPage()), faults }
}

async function openContext(app: Running, screen: Screen): Promise<BrowserContext> {
  const chromium = await theChromium()
  const context = await chromium.newContext({
    viewport: { width: screen.width ?? 1280, height: screen.height ?? 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Warsaw',
    colorScheme: screen.scheme ?? 'light',
    javaScriptEnabled: screen.javaScript ?? true,
    reducedMotion: screen.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: screen.forcedColors ? 'active' : 'none',
    bypassCSP: screen.withoutPolicy ?? false,
    ...(screen.as ? { storageState: await signedInState(app, screen.as) } : {}),
  })
  context.setDefaultTimeout(10_000)
  return context
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>
const states = new WeakMap<Running, Map<Persona, Promise<State>>>()

/** The cookies of who signed in, once for all that happens on an instance. */
function signedInState(app: Running, persona: Persona): Promise<State> {
  const known = states.get(app) ?? new Map<Persona, Promise<State>>()
  states.set(app, known)
  const state = known.get(persona) ?? signInOnce(app, persona)
  known.set(persona, state)
  return state
}

async function signInOnce(app: Running, persona: Persona): Promise<State> {
  const context = await openContext(app, {})
  const browsing = new Browsing(app, context, await context.newPage())
  await browsing.open('/')
  await browsing.signIn(persona)
  const state = await context.storageState()
  await context.close()
  return state
}
