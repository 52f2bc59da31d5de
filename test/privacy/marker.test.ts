import assert from 'node:assert/strict'
import { aCategory, aTopic, aReply } from '../support/forum.ts'
import { Person, signedIn } from '../support/person.ts'
import { startApp, type Running } from '../support/running.ts'
import { marketing } from '../support/testimonials.ts'
import { everythingOf, placesOf, type Kept } from './remains.ts'

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
  requestviewers: 'who of the staff looks now, for two minutes',
  'requestfiles.files': 'files stand in a folder here; GridFS is told of in test/files',
  'requestfiles.chunks': 'files stand in a folder here; GridFS is told of in test/files',
  inboundmails: 'told of in test/tickets/inbound',
  'inboundraw.chunks': 'told of in test/tickets/inbound',
  removaldecisions: 'words of staff, gone with the case',
  removalruns: 'words of what is removed until that is proven, told of in test/removals',
}

describe('a person who left a mark in every place', () => {
  let app: Running
  let now = new Date()
  let accountId: string
  let before_: Kept[]
  let left: Kept[]

  before(async () => {
    app = await startApp({ clock: () => (now = new Date(now.getTime() + 1)) })
    const person = await signedIn(app, 'max')
    const account = await app.accounts.withIdentity({ issuer: `${app.url}/demo-issuer`, subject: 'max' })
    assert.ok(account)
    accountId = account._id
    await liveHere(person)
    before_ = await everythingOf(app, [app.config.dataFolder])
    await app.privacy.erase(account)
    left = await everythingOf(app, [app.config.dataFolder])
  })
  after(() => app.stop())

  async function liveHere(person: Person): Promise<void> {
    const { name, handle, about, claimed, title, text, formerText, reply, report, question, address } = markers
    await person.submit(await person.visit('/me'), { name, handle, about, 'shows-about': 'on' }, 'form[action$="/me"]')
    const category = await aCategory(app)
    const own = await aTopic(app, { by: person, in: category, title, text: formerText })
    const ben = await signedIn(app, 'ben')
    const bens = await aTopic(app, { by: ben, in: category })
    await aReply(bens.id, { by: person, text: reply })
    await aReply(own.id, { by: ben, text: 'An answer, so that there is something to be told of.' })
    now = new Date(now.getTime() + 60 * 60 * 1000)
    await person.send(`/posts/${own.openingId}/edit`, { title, text })
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
    assert.equal((await person.send('/removals/new', notice)).status, 303)
    for (const { run } of app.forum.jobs) await run()
    await app.testimonials.tend()
    await person.send('/me/data')
    await app.privacy.exports.makeDue()
    await person.send('/me/address', { email: claimed })
  }

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

  it('leaves no copy that could be fetched', () => {
    assert.deepEqual(
      left.filter(({ place }) => place.startsWith('dataexport')).map(({ place }) => place),
      [],
    )
  })
})
