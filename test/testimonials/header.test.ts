import assert from 'node:assert/strict'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { aTestimonial, marketing } from '../support/testimonials.ts'

describe('the header of every page', () => {
  let app: Running
  let other: Running
  before(async () => {
    app = await startApp()
    other = await startApp({ beside: app })
  })
  after(async () => {
    await other.stop()
    await app.stop()
  })

  it('leads to the wall while something stands there, in every process and for everybody', async () => {
    const ann = await signedIn(app, 'ann')
    const lead = async (): Promise<number[]> => {
      const pages = [await new Person(app).visit('/'), await new Person(other).visit('/'), await ann.visit('/')]
      return pages.map(({ $ }) => $('.site-nav a[href$="/testimonials"]').length)
    }
    assert.deepEqual(await lead(), [0, 0, 0])
    const { id } = await aTestimonial(app)
    assert.deepEqual(await lead(), [1, 1, 1])
    const wall = await new Person(other).visit('/testimonials')
    assert.equal(wall.$('.site-nav [aria-current]').text(), 'Testimonials')
    await other.testimonials.unpublish(marketing, id)
    assert.deepEqual(await lead(), [0, 0, 0])
  })
})
