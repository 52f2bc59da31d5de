import assert from 'node:assert/strict'
import sharp from 'sharp'
import { Person, signedIn } from '../support/person.ts'
import { startApp, inEverySetting, type Running } from '../support/running.ts'
import { consentPathFor } from '../support/testimonials.ts'

inEverySetting('a testimonial', (setting) => {
  let app: Running
  let max: Person
  let now = new Date()
  before(async () => {
    app = await startApp({ setting, clock: () => (now = new Date(now.getTime() + 1)) })
  })
  beforeEach(async () => {
    max = await signedIn(app, 'max')
  })
  after(() => app.stop())

  const items = () => app.database.connection.collection<{ _id: string; email: string }>('testimonials')
  const given = { name: 'Łucja Żak', nameForm: 'full', role: 'Owner', company: 'Żak & Co', connection: 'discount' }

  async function sendIn(text: string): Promise<{ id: string; email: string; guest: Person }> {
    const guest = new Person(app)
    const email = `${Math.random().toString(36).slice(2)}@example.com`
    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#2a6' } })
      .png()
      .toBuffer()
    const sending = guest.agent
      .post(guest.whole('/testimonials/new'))
      .set({ Origin: new URL(app.url).origin, 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' })
      .redirects(0)
    for (const [field, value] of Object.entries({ ...given, text, email, stars: '4' })) void sending.field(field, value)
    const sent = await sending.attach('photo', photo, 'me.png')
    assert.equal(sent.status, 303, sent.text)
    assert.deepEqual(
      Object.keys(guest.cookies()).filter((name) => name !== 'host'),
      [],
      'a guest gets no cookie of ours',
    )
    const item = await items().findOne({ email })
    assert.ok(item)
    return { id: item._id, email, guest }
  }

  async function ask(id: string): Promise<void> {
    assert.equal((await max.send(`/staff/testimonials/${id}/request`)).status, 303)
  }

  async function agree(guest: Person, path: string, more: Record<string, string> = {}): Promise<void> {
    const page = await guest.visit(path)
    assert.equal(page.$('input:checked').length, 0, 'nothing is chosen beforehand')
    const fields = { answer: 'give', nameForm: 'first-initial', site: 'on', widget: 'on', ...more }
    const shown = await guest.submit(page, fields, 'form[action$="/answer"]')
    assert.equal(shown.status, 200, shown.text.slice(0, 2000))
  }

  const statusOf = async (path: string): Promise<number> =>
    (await fetch(new URL(app.reachedAt).origin + new Person(app).whole(path))).status

  const onWall = async (text: string): Promise<boolean> =>
    (await new Person(app).visit('/testimonials')).text.includes(text)

  it('goes from a guest over a consent by mail to the wall, and is gone with the request after its withdrawal', async () => {
    const words = 'They answered before my tea was cold.'
    const { id, email, guest } = await sendIn(words)
    assert.equal(await onWall(words), false)
    assert.equal((await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish' })).status, 409)
    await ask(id)
    const path = await consentPathFor(app, email)
    for (let scan = 0; scan < 3; scan += 1) await new Person(app).visit(path)
    assert.equal((await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish' })).status, 409)
    await agree(guest, path, { photo: 'on' })
    assert.equal(await onWall(words), false, 'consented and not published')
    await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish', day: '' })
    const wall = await new Person(app).visit('/testimonials')
    assert.ok(wall.text.includes(words) && wall.text.includes('Łucja Ż.') && !wall.text.includes('Łucja Żak'))
    assert.ok(wall.text.includes('Got a discount'), 'the connection is disclosed')
    const photo = wall.$('.testimonial-photo').attr('src') ?? ''
    const single = await new Person(app).visit(`/testimonials/${id}`)
    const review = JSON.parse(single.$('script[type="application/ld+json"]').text()) as Record<string, unknown>
    assert.equal(review['reviewBody'], words)
    assert.equal(review['reviewRating'] ?? review['aggregateRating'], undefined)
    const places = [
      `/testimonials/${id}`,
      '/testimonials',
      '/testimonials/feed.atom',
      '/embed/testimonials.json',
      photo,
    ]
    for (const place of places) assert.equal(await statusOf(place), 200, place)

    const widget = await fetch(`${app.reachedAt}/embed/testimonials.json`)
    const [card] = ((await widget.json()) as { testimonials: { address: string; photo: string }[] }).testimonials
    assert.equal(card?.address, `${app.url}/testimonials/${id}`, 'whole, for it is shown on other sites')
    assert.ok(card.photo.startsWith(card.address))

    const own = await consentPathFor(app, email)
    const page = await new Person(app).visit(own)
    assert.equal((await new Person(app).visit(`${own}/proof`)).$('.proof').length, 2)
    const gone = await new Person(app).submit(page, { what: 'all' }, 'form[action$="/withdrawal"]')
    assert.ok(gone.text.includes('Withdrawn'))
    for (const place of ['/testimonials', '/testimonials/feed.atom', '/embed/testimonials.json']) {
      assert.ok(!(await new Person(app).look(place)).text.includes(words), place)
    }
    assert.equal((await new Person(app).look(`/testimonials/${id}`)).status, 410)
    assert.equal(await statusOf(photo), 404)
    assert.deepEqual((await app.testimonials.verify()).faults, [])
  })

  it('is asked about again after every change, with the version that was agreed to beside it', async () => {
    const { id, email, guest } = await sendIn('It works. The weather was fine. I recommend it.')
    await ask(id)
    await agree(guest, await consentPathFor(app, email))
    await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish', day: '' })
    assert.equal((await new Person(app).look(`/testimonials/${id}`)).status, 200)
    const fields = { ...given, text: 'It works. […] I recommend it.', stars: '4', version: '1' }
    assert.equal((await max.send(`/staff/testimonials/${id}`, fields)).status, 303)
    assert.equal((await new Person(app).look(`/testimonials/${id}`)).status, 404)
    await ask(id)
    const page = await guest.visit(await consentPathFor(app, email))
    assert.ok(page.text.includes('The weather was fine') && page.text.includes('It works. […] I recommend it.'))
    assert.equal(page.$('.testimonial .quoted').length, 3, 'cuts that are shown stay a quotation')
    await agree(guest, await consentPathFor(app, email))
    await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish', day: '' })
    const single = await new Person(app).look(`/testimonials/${id}`)
    assert.ok(single.text.includes('[…]'))
    assert.equal(single.$('.testimonial-photo').length, 0, 'the photo was not agreed to')
    await max.send(`/staff/testimonials/${id}`, { ...fields, text: 'It is the very best.', version: '2' })
    await ask(id)
    const praise = await guest.visit(await consentPathFor(app, email))
    assert.equal(praise.$('.testimonial-widget .quoted').length, 0, 'what nobody wrote stands in no quotation marks')
  })

  it('goes back to marketing when its person corrects it, and without a photo when they take that back', async () => {
    const { id, email, guest } = await sendIn('Verry good.')
    await ask(id)
    const page = await guest.visit(await consentPathFor(app, email))
    const back = await guest.submit(page, { text: 'Very good.' }, 'form[action$="/correction"]')
    assert.ok(back.text.includes('We are working on it'))
    await ask(id)
    await agree(guest, await consentPathFor(app, email), { photo: 'on' })
    await max.send(`/staff/testimonials/${id}/publication`, { wish: 'publish', day: '' })
    assert.equal((await new Person(app).visit(`/testimonials/${id}`)).$('.testimonial-photo').length, 1)
    const own = await guest.visit(await consentPathFor(app, email))
    await guest.submit(own, { what: 'photo' }, 'form[action$="/withdrawal"]')
    const single = await new Person(app).visit(`/testimonials/${id}`)
    assert.ok(single.text.includes('Very good.') && single.$('.testimonial-photo').length === 0)
  })

  it('is reminded of twice at most, a week apart, and then lapses: silence is a no', async () => {
    const { id, email, guest } = await sendIn('I say nothing more.')
    await ask(id)
    const first = await consentPathFor(app, email)
    const mails = () => app.database.connection.collection('mails').countDocuments({ to: email })
    const counts: number[] = []
    for (const days of [6, 1, 3, 4, 10, 5]) {
      now = new Date(now.getTime() + days * 24 * 60 * 60 * 1000)
      await app.testimonials.tend()
      counts.push(await mails())
    }
    assert.deepEqual(counts, [1, 2, 2, 3, 3, 3])
    now = new Date(now.getTime() + 24 * 60 * 60 * 1000)
    const late = await guest.visit(first)
    assert.ok(late.text.includes('The question has lapsed'), 'also before any job has run')
    await app.testimonials.tend()
    max = await signedIn(app, 'max')
    assert.equal((await max.send(`/staff/testimonials/${id}/request`)).status, 409)
  })

  it('is asked about once a year, and flagged for marketing when there is no answer', async () => {
    const { id, email, guest } = await sendIn('Still good.')
    await ask(id)
    await agree(guest, await consentPathFor(app, email))
    const year = 365 * 24 * 60 * 60 * 1000
    now = new Date(now.getTime() + year)
    await app.testimonials.tend()
    const asked = await guest.visit(await consentPathFor(app, email))
    assert.ok(asked.text.includes('Does this still hold?'))
    now = new Date(now.getTime() + year / 12)
    await app.testimonials.tend()
    max = await signedIn(app, 'max')
    assert.ok((await max.visit('/staff/testimonials')).text.includes('Yearly question not answered'))
    await guest.submit(asked, {}, 'form[action$="/confirmation"]')
    const item = await items().findOne({ _id: id })
    assert.equal((item as unknown as { isUnconfirmed: boolean }).isUnconfirmed, false)
  })

  it('is given by an invitation as often as that says, and while it lasts', async () => {
    const made = await max.send('/staff/testimonials/invitations', { label: 'The fair', uses: '1', days: '2' })
    assert.equal(made.status, 303, made.text)
    const list = await max.visit('/staff/testimonials/invitations')
    const path = new URL(list.$('code').last().text()).pathname
    const fields = { ...given, text: 'By invitation.', email: 'invited@example.com', stars: '' }
    const guests = [new Person(app), new Person(app)]
    const sent = await Promise.all(guests.map((guest) => guest.post(path, fields)))
    assert.deepEqual(sent.map(({ status }) => status).toSorted(), [200, 410])
    assert.equal(await items().countDocuments({ email: 'invited@example.com' }), 1)
    await max.send('/staff/testimonials/invitations', { label: 'Later', uses: '5', days: '2' })
    const later = new URL((await max.visit('/staff/testimonials/invitations')).$('code').last().text()).pathname
    assert.equal((await new Person(app).look(later)).status, 200)
    now = new Date(now.getTime() + 3 * 24 * 60 * 60 * 1000)
    assert.equal((await new Person(app).look(later)).status, 410)
  })

  it('points at tweets by their address alone, which nobody asks for before a click', async () => {
    const path = '/staff/testimonials/tweets'
    assert.equal((await max.send(path, { address: 'https://evil.example/status/2012345678' })).status, 422)
    await max.send(path, { address: 'https://x.com/Somebody/status/2012345678?s=20' })
    const wall = await new Person(app).visit('/testimonials')
    assert.equal(wall.$('a[href*="twitter.com"]').attr('href'), 'https://twitter.com/i/status/2012345678')
    assert.equal(wall.$('iframe, script[src*="twitter"], img[src*="twitter"], link[href*="twitter"]').length, 0)
    assert.match(wall.headers['content-security-policy'] ?? '', /frame-src https:\/\/platform\.twitter\.com(;|$)/)
    const kept = JSON.stringify(await app.database.connection.collection('tweets').find().toArray())
    assert.ok(!kept.includes('Somebody'), kept)
    const list = await max.visit(path)
    await max.submit(list, {}, 'form[action$="/removal"]')
    const without = await new Person(app).visit('/testimonials')
    assert.equal(without.$('a[href*="twitter.com"]').length, 0)
    assert.ok(!without.headers['content-security-policy']?.includes('frame-src'))
  })

  it('begins with the name and the proven address of who is signed in', async () => {
    const ben = await signedIn(app, 'ben')
    const form = (await ben.visit('/testimonials/new')).$('main form')
    assert.equal(form.find('[name=name]').val(), 'Ben Customer')
    assert.equal(form.find('[name=email]').val(), 'ben@demo.example')
    assert.equal((await new Person(app).visit('/testimonials/new')).$('[name=email]').val(), '')
  })
})
