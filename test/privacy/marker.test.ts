import assert from 'node:assert/strict'
import { aCategory, aTopic, aReply, regular } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { decideBy } from '../support/removals.ts'
import { startApp, type Running } from '../support/running.ts'
import { aMail } from '../tickets/inbound/support/inbox.ts'
import { marketing } from '../support/testimonials.ts'
import { crawl, type Seen } from './crawl.ts'
import { everythingOf, placesOf, type Kept } from './remains.ts'

const inboundSecret = 's'.repeat(40)

/** One for each place in which a person can leave words. */
const markers = {
  name: 'Marker Nameson',
  handle: 'mark-handle-7',
  about: 'marker-about-quokka',
  claimed: 'marker.claimed@elsewhere.example',
  title: 'Marker title of a numbat',
  text: 'marker-text-bilby',
  formerText: 'marker-former-potoroo',
  reply: 'marker-reply-dunnart',
  report: 'marker-report-kowari',
  testimonial: 'marker-testimonial-dibbler stands here.',
  question: 'marker-question-pademelon',
  request: 'marker-request-mulgara',
  file: 'marker-file-quenda',
  removal: 'marker-removal-ningaui',
  removalMessage: 'marker-message-planigale',
  decision: 'marker-decision-antechinus',
  inbound: 'marker-inbound-phascogale',
  address: 'max@demo.example',
}

/** Collections that hold something of people and in which this test leaves nothing of one, each with the reason. */
const notOfOne: Readonly<Record<string, string>> = {
  agentimports: 'a file of the owner’s, gone within an hour',
  agentinvitations: 'told of in test/staff: erased by address',
  invitedaddresses: 'keyed hashes alone',
  mailedaddresses: 'keyed hashes alone, for 24 hours',
  ratelimits: 'ids and keyed hashes, for an hour',
  audit: 'ids alone',
  departures: 'the leaving itself; forgets whose it was',
  digests: 'ids of posts, erased with the follows',
  followers: 'addresses without an account, told of in test/forum/following',
  solvedquestions: 'an answer without a person',
  photos: 'told of in test/privacy/erasure',
  'photos.files': 'told of in test/privacy/erasure',
  'photos.chunks': 'told of in test/privacy/erasure',
  testimonialphotos: 'told of in test/testimonials',
  'search-terms': 'told of in test/forum/search',
  policysightings: 'ids and numbers, told of in test/privacy/policies',
  framegrants: 'keyed hashes and ids',
  requestsettings: 'whose turn was last, gone with the account',
  requestfilters: 'lists that an agent saved, gone with the account',
  secondfactors: 'only people of the staff have one, gone with the account',
  requestviewers: 'who of the staff looks now, for two minutes',
  'requestfiles.files': 'files stand in a folder here; GridFS is told of in test/files',
  'requestfiles.chunks': 'files stand in a folder here; GridFS is told of in test/files',
  inboundmails: 'keyed hashes and ids of mails, told of in test/tickets/inbound',
  removalruns: 'words of what is removed until that is proven, told of in test/removals',
}

describe('a person who left a mark in every place', () => {
  let app: Running
  let now = new Date()
  let accountId: string
  let before_: Kept[]
  let left: Kept[]
  let seenBefore: Seen[]
  /** Addresses that lead to what they wrote. */
  let own: string[]

  before(async function () {
    this.timeout(60_000)
    app = await startApp({
      clock: () => (now = new Date(now.getTime() + 1)),
      options: { inboundAddress: 'help@support.example', inboundSecret },
    })
    const person = await signedIn(app, 'max')
    const account = await app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'max' })
    assert.ok(account)
    accountId = account._id
    await liveHere(person)
    before_ = await everythingOf(app, [app.config.dataFolder])
    seenBefore = await crawl(app, ways())
    await app.privacy.erase(account)
    left = await everythingOf(app, [app.config.dataFolder])
  })
  after(() => app.stop())

  async function liveHere(person: Person): Promise<void> {
    const { name, handle, about, claimed, title, text, formerText, reply, report, question, address } = markers
    const { removalMessage, decision, inbound } = markers
    await person.submit(await person.visit('/me'), { name, handle, about, 'shows-about': 'on' }, 'form[action$="/me"]')
    const category = await aCategory(app)
    const mine = await aTopic(app, { by: person, in: category, title, text: formerText })
    own = [mine.path, `/posts/${mine.openingId}`, `/people/${handle}`, `/t/${mine.id}/feed.atom`]
    const ben = await signedIn(app, 'ben')
    const bens = await aTopic(app, { by: ben, in: category })
    await aReply(bens.id, { by: person, text: reply })
    await aReply(mine.id, { by: ben, text: 'An answer, so that there is something to be told of.' })
    now = new Date(now.getTime() + 60 * 60 * 1000)
    await person.send(`/posts/${mine.openingId}/edit`, { title, text })
    await aReply(bens.id, { by: ben, text: `> [Max](/posts/${mine.openingId}):\n> ${text}\n\nSo says @${handle}.` })
    await person.send(`/posts/${bens.openingId}/vote`, { wish: 'give' })
    await person.send(`/posts/${bens.openingId}/report`, { ground: 'other', words: report })
    await person.visit(bens.path)
    await person.send('/follows', { kind: 'topic', targetId: bens.id, level: 'immediate' })
    await person.send('/me/mails', {})
    await new Person(app).send('/privacy/request', { email: address, question })
    // An unproven address gets one mail in 24 hours.
    now = new Date(now.getTime() + 25 * 60 * 60 * 1000)
    await person.signIn('max')
    const fields = { nameForm: 'full', role: '', company: '', connection: 'none', locale: 'en' } as const
    const given = { ...fields, text: markers.testimonial, name, email: address, stars: 5 }
    const { _id } = await app.testimonials.enterFor(marketing, given)
    await app.testimonials.ask(marketing, _id)
    const files = [{ name: 'note.txt', bytes: Buffer.from(markers.file) }]
    const asked = { subject: markers.request, text: markers.request, format: 'plain', locale: 'en', files } as const
    await app.tickets.open({ kind: 'member', id: accountId, roles: [] }, asked)
    const notice = { ground: 'other', about: `/posts/${bens.openingId}`, name, email: address, words: markers.removal }
    const filed = await person.send('/removals/new', notice)
    assert.equal(filed.status, 303)
    const status = new URL(filed.headers['location'] ?? '').pathname
    await person.send(`${status}/messages`, { text: removalMessage })
    const mia = await regular(app, 'mia')
    const explanation = `It stays: ${decision} is an opinion.`
    const decided = { 'becomes-0': 'keep', refusal: 'expression', explanation }
    assert.equal((await decideBy(mia, status.split('/')[2] ?? '', decided)).status, 303)
    await handOver(aMail({ from: address, subject: 'By mail', text: inbound }))
    for (const { run } of app.forum.jobs) await run()
    await app.testimonials.tend()
    await person.send('/me/data')
    await app.privacy.exports.makeDue()
    await person.send('/me/address', { email: claimed })
  }

  /** By the way that mail servers hand mails over. */
  async function handOver(raw: string): Promise<void> {
    const headers = { Authorization: `Bearer ${inboundSecret}`, 'Content-Type': 'message/rfc822' }
    const response = await fetch(`${app.reachedAt}/inbound/mail`, { method: 'POST', headers, body: raw })
    assert.equal(response.status, 200)
  }

  const ways = (): string[] => [
    ...['/', '/testimonials', '/sitemap.xml', '/privacy/what-we-keep', '/transparency', '/embed/topics.json'],
    ...['/embed/topics', '/embed/testimonials', '/embed/testimonials.json', '/testimonials/feed.atom'],
    ...Object.values(markers).map((marker) => `/search?q=${encodeURIComponent(marker)}`),
    ...own,
  ]

  it('left it in every collection that holds something of people, or the collection says why not', () => {
    const touched = new Set(
      [...Object.values(markers), accountId].flatMap((mark) =>
        placesOf(mark, before_).map((place) => place.split(' ', 1)[0] ?? ''),
      ),
    )
    const exportId = placesOf(accountId, before_)
      .find((place) => place.startsWith('dataexports '))
      ?.split(' ')[1]
    assert.ok(exportId)
    for (const place of placesOf(exportId, before_)) touched.add(place.split(' ', 1)[0] ?? '')
    const holding = app.declarations.filter(({ fields }) => fields.length > 0).map(({ collection }) => collection)
    const forgotten = holding.filter((name) => !touched.has(name) && !(name in notOfOne))
    assert.deepEqual(forgotten, [], 'a new collection needs a mark here, or its reason')
    assert.deepEqual(
      Object.keys(notOfOne).filter((name) => !holding.includes(name)),
      [],
      'reasons without a collection',
    )
  })

  for (const [place, marker] of Object.entries(markers)) {
    it(`leaves nothing of their ${place}, in whatever letters or encoding`, () => {
      assert.ok(placesOf(marker, before_).length > 0, 'it was there')
      assert.deepEqual(placesOf(marker, left), [])
    })
  }

  it('is on no page, in no feed, no search and no widget that a guest can get to', async () => {
    const places = ['name', 'handle', 'about', 'title', 'text', 'reply'] as const
    const asked = (path: string, marker: string): boolean => path.includes(encodeURIComponent(marker))
    const holding = (seen: readonly Seen[], marker: string): string[] =>
      seen.flatMap(({ path, text }) => (!asked(path, marker) && text.includes(marker) ? [path] : []))
    for (const place of places) assert.notDeepEqual(holding(seenBefore, markers[place]), [], `${place} was to be seen`)
    const seenAfter = await crawl(app, ways())
    assert.ok(seenAfter.length > 30, `${seenAfter.length} pages`)
    for (const [place, marker] of Object.entries(markers)) assert.deepEqual(holding(seenAfter, marker), [], place)
    const statuses = new Map(seenAfter.map(({ path, status }) => [path, status]))
    // The topic itself stands while answers of others do.
    for (const path of own.slice(1, 3)) assert.ok([404, 410].includes(statuses.get(path) ?? 0), path)
  })

  it('leaves no copy that could be fetched', () => {
    assert.deepEqual(
      left.filter(({ place }) => place.startsWith('dataexport')).map(({ place }) => place),
      [],
    )
  })
})
