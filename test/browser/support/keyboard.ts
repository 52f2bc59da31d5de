import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

/** More stops than any page of the tests has. */
const mostStops = 150

/** Presses Tab until the focus is on what is wanted; fails when it never gets there. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page()
  const focused = target.and(page.locator(':focus'))
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab')
    if ((await focused.count()) > 0) return
  }
  assert.fail(`Tab never came to ${String(target)}`)
}

/** Comes to a link or button by Tab and presses Enter. */
export async function enter(target: Locator): Promise<void> {
  await tabTo(target)
  await target.page().keyboard.press('Enter')
}

/** Comes to a field by Tab and types. */
export async function typeInto(target: Locator, text: string): Promise<void> {
  await tabTo(target)
  await target.page().keyboard.type(text)
}

/** One place where the focus stops, and how it shows. */
export interface Stop {
  what: string
  /** Whether an outline of at least 2 px stands around it, in a colour one sees. */
  isOutlined: boolean
  /** Whether any of it is inside the window. */
  isInWindow: boolean
}

const describeFocus = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return undefined
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
  return {
    what: element.outerHTML.slice(0, 120),
    isOutlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== 'rgba(0, 0, 0, 0)',
    isInWindow: width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
  }
})()`

/** Every stop of the Tab key from the top of the page to its end. */
export async function everyStop(page: Page): Promise<Stop[]> {
  const stops: Stop[] = []
  for (;;) {
    assert(stops.length < mostStops, 'Tab goes round and round')
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | undefined>(describeFocus)
    // Past the last stop the focus leaves the page, and begins anew.
    if (!stop || stop.what === stops[0]?.what) return stops
    stops.push(stop)
  }
}
