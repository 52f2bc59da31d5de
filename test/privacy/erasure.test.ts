import assert from 'node:assert/strict'
import sharp from 'sharp'
import { noise } from '../photos/support/pictures.ts'
import { aPhotoOf, storeKinds, startWithPhotos, type WithPhotos } from '../photos/support/uploading.ts'
import { aCategory, aTopic } from '../support/forum.ts'
import { startIssuer, type Issuer } from '../support/issuer.ts'
import { Person } from '../support/person.ts'
import { everythingOf, placesOf, placesOfPictures, type Kept } from './remains.ts'

/** What only this person has, wherever it may stand. */
const theirs = {
  name: 'Zebedee Quixworth',
  formerName: 'Zeb Oldname',
  address: 'zebedee.quixworth@mail.example',
  claimed: 'other.quixworth@elsewhere.example',
  handle: 'quixworth-7',
  formerHandle: 'zeb-oldname',
  about: 'Keeps a marmoset in Tromsø.',
  subject: 'sub|Zq9x+7731/~ä',
  secondSubject: 'second=Zq9y&subject',
  title: 'How do marmosets sleep in winter',
  text: 'They sleep in a pile, says my neighbour.',
  formerText: 'They sleep in a heap, says my aunt.',
  reply: 'Mine hides the key of the cellar.',
}

for (const store of storeKinds) {
  describe(`a person who has everything erased, with photos in ${store}`, () => {
    let app: WithPhotos
    let issuer: Issuer
    let second: Issuer
    let before_: Kept[]
    let left: Kept[]
    let pictures: Buffer[]

    before(async () => {
      app = await startWithPhotos(store, {
        options: async (origin) => {
          issuer = await startIssuer([`${origin}/sign-in/acme/callback`])
          second = await startIssuer([`${origin}/sign-in/other/callback`])
          const { clientId, clientSecret } = issuer
          return {
            demo: true,
            oidcProviders: [
              { id: 'acme', label: 'Acme', issuer: issuer.url, clientId, clientSecret, trustEmail: true },
              { id: 'other', label: 'Other', issuer: second.url, clientId, clientSecret },
            ],
          }
        },
      })
      const person = await liveHere()
      // Each size, and the file as it was sent: pieces from within, as a copy under another head would have them.
      const stored = await Promise.all((await app.files()).map((name) => fetchPhoto(name)))
      pictures = [...stored, sent].flatMap((bytes) =>
        [200, 700, bytes.length - 300].map((at) => bytes.subarray(at, at + 60)),
      )
      before_ = await everything()
      const page = await person.visit('/me/deactivate')
      const choices = { mode: 'erase', confirmed: 'on', 'becomes-topics': 'delete', 'becomes-replies': 'delete' }
      const done = await person.submit(page, choices, 'form[action$="/me/deactivate"]')
      assert.equal(done.status, 200, done.$('main').text())
      left = await everything()
    })
    after(async () => {
      await app.stop()
      await issuer.stop()
      await second.stop()
    })

    let sent: Buffer
    const everything = (): Promise<Kept[]> => everythingOf(app, [app.folder, app.config.dataFolder])
    const fetchPhoto = async (name: string): Promise<Buffer> =>
      Buffer.from(await (await fetch(`${app.url}/photos/${name}`)).arrayBuffer())

    /** Leaves something in every place that a person can. */
    async function liveHere(): Promise<Person> {
      const person = new Person(app)
      issuer.person = { sub: theirs.subject, name: theirs.formerName, email: theirs.address, email_verified: true }
      await person.acceptWelcome(await person.visit('/sign-in/acme'))
      second.person = { sub: theirs.secondSubject, name: theirs.name }
      await person.submit(await person.visit('/sign-in/other?link=1&return=%2Fme%2Fsign-ins'))
      const profile = { name: theirs.name, handle: theirs.handle, about: theirs.about, 'shows-about': 'on' }
      await person.submit(await person.visit('/me'), profile, 'form[action$="/me"]')
      await person.submit(await person.visit('/me/address'), { email: theirs.claimed }, 'form[action$="/me/address"]')
      await new Person(app).submit(await new Person(app).visit('/sign-in/mail'), { email: theirs.address })
      sent = await noise(300, 300).png({ compressionLevel: 0 }).toBuffer()
      await aPhotoOf(person, sent)
      const category = await aCategory(app)
      const own = await aTopic(app, { by: person, in: category, title: theirs.title, text: theirs.formerText })
      await person.send(`/posts/${own.openingId}/edit`, { title: theirs.title, text: theirs.text })
      const ben = await new Person(app).signIn('ben')
      const bens = await aTopic(app, { by: ben, in: category })
      await person.submit(await person.visit(bens.path), { text: theirs.reply }, '#reply form')
      // A second browser that is signed in, and one on its way in.
      await new Person(app).visit('/sign-in/acme')
      await new Person(app).look('/sign-in/acme')
      return person
    }

    for (const [what, marker] of Object.entries(theirs)) {
      // What was replaced may be gone already.
      const isFormer = what === 'formerText' || what === 'formerName'
      it(`leaves of their ${what} nothing in any collection or file, in whatever letters or encoding`, () => {
        if (!isFormer) assert.ok(placesOf(marker, before_).length > 0, 'it was there')
        assert.deepEqual(placesOf(marker, left), [])
      })
    }

    it('leaves of their photo no bytes, in no size, no other picture, and no row', async () => {
      assert.ok(pictures.length >= 12)
      const found = pictures.filter((piece) => placesOf(piece, before_).length > 0)
      assert.equal(found.length, 9, 'three sizes were there, and what was sent never was')
      for (const piece of pictures) assert.deepEqual(placesOf(piece, left), [])
      assert.equal(placesOfPictures(before_).length, 3)
      assert.deepEqual(placesOfPictures(left), [])
      assert.deepEqual(await app.files(), [])
    })

    it('is nobody on any page: profile, topic, photo, search', async () => {
      const reader = new Person(app)
      for (const handle of [theirs.handle, theirs.formerHandle])
        assert.equal((await reader.visit(`/people/${handle}`)).status, 404)
      assert.doesNotMatch((await reader.visit('/')).text, /marmoset|Quixworth/i)
    })
  })
}

describe('the search for what is left', () => {
  const hidden: Record<string, (text: string) => string | Buffer> = {
    plainly: (text) => `before ${text} after`,
    'in capitals': (text) => text.toUpperCase(),
    'in an address': (text) => `/x?q=${encodeURIComponent(text)}`,
    'in JSON': (text) => JSON.stringify({ text }),
    'in hexadecimal digits': (text) => Buffer.from(`..${text}..`).toString('hex'),
    ...Object.fromEntries(
      [0, 1, 2].map((offset) => [
        `in base64 behind ${offset} bytes`,
        (text: string) => Buffer.from(`${'x'.repeat(offset)}${text} after`).toString('base64'),
      ]),
    ),
    'in base64url': (text) => Buffer.from(`y${text}`).toString('base64url'),
  }
  for (const [how, hide] of Object.entries(hidden)) {
    it(`finds a text that stands there ${how}`, () => {
      for (const text of [theirs.name, theirs.subject]) {
        assert.deepEqual(placesOf(text, [{ place: 'here', bytes: Buffer.from(hide(text)) }]), ['here'], text)
        assert.deepEqual(placesOf(text, [{ place: 'here', bytes: Buffer.from(hide('Somebody Else')) }]), [])
      }
    })
  }

  it('finds a picture by what it begins with', async () => {
    const picture = sharp({ create: { width: 9, height: 9, channels: 3, background: 'teal' } })
    for (const bytes of await Promise.all([
      picture.png().toBuffer(),
      picture.jpeg().toBuffer(),
      picture.webp().toBuffer(),
    ]))
      assert.deepEqual(placesOfPictures([{ place: 'here', bytes }]), ['here'])
  })
})
