import assert from 'node:assert/strict'
import { readings, sendings } from './support/askings.ts'
import { doors } from './support/doors.ts'
import { aCategory, regular } from './support/forum.ts'
import { Person, signedIn } from './support/person.ts'
import { inEverySetting, startApp, type Running } from './support/running.ts'

/** Every address, and who may come in. A change here is a change of what the product shows to whom: look twice. */
const table = `
GET  /                            visitor
GET  /c/:category                 visitor
GET  /c/:category/feed.atom       visitor
GET  /consent/:token              visitor
GET  /consent/:token/photo        visitor
GET  /consent/:token/proof        visitor
GET  /cookies                     visitor
GET  /cookies/:version            visitor
GET  /cookies/:version/changes    visitor
GET  /data-deletion/:code         visitor
GET  /embed/continue              member
GET  /embed/discussion            visitor
GET  /embed/discussion.json       visitor
GET  /embed/sign-in               visitor
GET  /embed/testimonials          visitor
GET  /embed/testimonials.json     visitor
GET  /embed/topics                visitor
GET  /embed/topics.json           visitor
GET  /embed/who                   visitor
GET  /feeds/latest.atom           visitor
GET  /follows/:token              visitor
GET  /goodbye                     visitor
GET  /invited/:token              visitor
GET  /me                          member
GET  /me/address                  member
GET  /me/address/:token           member
GET  /me/address/undo/:token      visitor
GET  /me/data                     member
GET  /me/data/:file               member
GET  /me/deactivate               member
GET  /me/following                member
GET  /me/mails                    member
GET  /me/notifications            member
GET  /me/photo                    member
GET  /me/reactivation             visitor
GET  /me/sign-ins                 member
GET  /me/sign-ins/link            member
GET  /me/testimonials             member
GET  /me/testimonials/:id         member
GET  /me/testimonials/:id/photo   member
GET  /me/testimonials/:id/proof   member
GET  /my-data/:file               visitor
GET  /people/:handle              visitor
GET  /photos/:file                visitor
GET  /posts/:id                   visitor
GET  /posts/:id/delete            member
GET  /posts/:id/edit              member
GET  /posts/:id/history           member
GET  /posts/:id/report            member
GET  /posts/:id/taking-down       moderator
GET  /privacy                     visitor
GET  /privacy/:version            visitor
GET  /privacy/:version/changes    visitor
GET  /privacy/request             visitor
GET  /privacy/request/:token      visitor
GET  /privacy/what-we-keep        visitor
GET  /requests                    member
GET  /requests/:number            member
GET  /requests/:number/download   member
GET  /requests/:number/files/:key member
GET  /requests/:number/live       member
GET  /requests/:number/messages/:message/redaction member
GET  /requests/confirm/:token     visitor
GET  /requests/new                member
GET  /requests/rating/:token      visitor
GET  /robots.txt                  visitor
GET  /search                      visitor
GET  /search/suggest              visitor
GET  /sign-in                     visitor
GET  /sign-in/:provider           visitor
GET  /sign-in/:provider/callback  visitor
GET  /sign-in/host/token          visitor
GET  /sign-in/mail                visitor
GET  /sign-in/mail/:token         visitor
GET  /sign-out                    visitor
GET  /sitemap.xml                 visitor
GET  /sitemap/:file               visitor
GET  /solved/:token               visitor
GET  /staff                       staff
GET  /staff/agents/import         owner
GET  /staff/agents/import/:id     owner
GET  /staff/audit                 owner
GET  /staff/audit/file            owner
GET  /staff/categories            owner
GET  /staff/categories/:id        owner
GET  /staff/data-requests         owner
GET  /staff/data-requests/:id     owner
GET  /staff/embedding             staff
GET  /staff/mail                  owner
GET  /staff/mail/:id              owner
GET  /staff/mail/:id/html         owner
GET  /staff/moderation            moderator
GET  /staff/people                moderator
GET  /staff/people/:id            moderator
GET  /staff/policies              owner
GET  /staff/policies/:policy      owner
GET  /staff/requests              agent
GET  /staff/requests/:number      agent
GET  /staff/requests/:number/files/:key agent
GET  /staff/requests/:number/live agent
GET  /staff/requests/:number/mails/:id agent
GET  /staff/requests/macros       agent
GET  /staff/requests/results      agent
GET  /staff/requests/retention    owner
GET  /staff/requests/settings     owner
GET  /staff/testimonials          marketing
GET  /staff/testimonials/:id      marketing
GET  /staff/testimonials/:id/photo marketing
GET  /staff/testimonials/:id/proof marketing
GET  /staff/testimonials/invitations marketing
GET  /staff/testimonials/new      marketing
GET  /staff/testimonials/tweets   marketing
GET  /staff/waiting               staff
GET  /t/:id                       visitor
GET  /t/:id/:slug                 visitor
GET  /t/:id/feed.atom             visitor
GET  /terms                       visitor
GET  /terms/:version              visitor
GET  /terms/:version/changes      visitor
GET  /testimonials                visitor
GET  /testimonials/:id            visitor
GET  /testimonials/:id/image/:file visitor
GET  /testimonials/:id/photos/:key visitor
GET  /testimonials/feed.atom      visitor
GET  /testimonials/invited/:token visitor
GET  /testimonials/new            visitor
GET  /testimonials/thanks         visitor
GET  /topics/:id/edit             member
GET  /topics/:id/live             visitor
GET  /topics/:id/moderation       moderator
GET  /topics/:id/outdated         member
GET  /topics/:id/split            moderator
GET  /topics/new                  visitor
GET  /topics/similar              visitor
GET  /unsubscribe/:token          visitor
GET  /welcome                     visitor
POST /consent/:token/answer       visitor
POST /consent/:token/confirmation visitor
POST /consent/:token/correction   visitor
POST /consent/:token/withdrawal   visitor
POST /embed/continue              member
POST /embed/discussion            visitor
POST /embed/sign-in               visitor
POST /follows                     member
POST /follows/:token              visitor
POST /follows/by-mail             visitor
POST /invited/:token/acceptance   member
POST /invited/:token/erasure      visitor
POST /me                          member
POST /me/address                  member
POST /me/address/:token           member
POST /me/address/undo/:token      visitor
POST /me/data                     member
POST /me/deactivate               member
POST /me/mails                    member
POST /me/notifications/reading    member
POST /me/photo                    member
POST /me/photo/removal            member
POST /me/reactivation             visitor
POST /me/read                     member
POST /me/sessions/others/removal  member
POST /me/sessions/removal         member
POST /me/sign-ins/link            member
POST /me/sign-ins/removal         member
POST /me/testimonials/:id/confirmation member
POST /me/testimonials/:id/correction member
POST /me/testimonials/:id/withdrawal member
POST /policies/seen               member
POST /posts/:id/delete            member
POST /posts/:id/edit              member
POST /posts/:id/history/:version/removal member
POST /posts/:id/report            member
POST /posts/:id/restoration       moderator
POST /posts/:id/solution          member
POST /posts/:id/taking-down       moderator
POST /posts/:id/vote              member
POST /preview                     visitor
POST /privacy/request             visitor
POST /privacy/request/:token      visitor
POST /requests/:number/closure    member
POST /requests/:number/messages   member
POST /requests/:number/messages/:message/redaction member
POST /requests/:number/people     member
POST /requests/:number/people/:key/removal member
POST /requests/:number/rating     member
POST /requests/:number/reopening  member
POST /requests/confirm/:token     visitor
POST /requests/new                member
POST /requests/rating/:token      visitor
POST /sign-in/:provider/backchannel-logout visitor
POST /sign-in/facebook/deauthorisation visitor
POST /sign-in/facebook/deletion   visitor
POST /sign-in/host/entry          visitor
POST /sign-in/host/token          visitor
POST /sign-in/mail                visitor
POST /sign-in/mail/:token         visitor
POST /sign-out                    visitor
POST /solved/:token               visitor
POST /staff/agents/import         owner
POST /staff/agents/import/:id/confirmation owner
POST /staff/agents/invitations/:id/withdrawal owner
POST /staff/categories            owner
POST /staff/categories/:id        owner
POST /staff/categories/:id/order  owner
POST /staff/data-requests         owner
POST /staff/data-requests/:id/answer owner
POST /staff/mail/:id/attempts     owner
POST /staff/mail/:id/removal      owner
POST /staff/moderation/:id        moderator
POST /staff/people/:id/roles      owner
POST /staff/people/:id/silence    moderator
POST /staff/people/:id/silence/end moderator
POST /staff/people/:id/suspension moderator
POST /staff/people/:id/suspension/end moderator
POST /staff/policies/:policy/announcement owner
POST /staff/policies/:policy/calling-off owner
POST /staff/policies/:policy/draft owner
POST /staff/requests/:number/merger agent
POST /staff/requests/:number/messages agent
POST /staff/requests/:number/people agent
POST /staff/requests/:number/people/:key/removal agent
POST /staff/requests/:number/presence agent
POST /staff/requests/:number/sorting agent
POST /staff/requests/:number/state agent
POST /staff/requests/macros       agent
POST /staff/requests/macros/:id/removal agent
POST /staff/requests/many         agent
POST /staff/requests/retention    owner
POST /staff/requests/settings     owner
POST /staff/testimonials/:id      marketing
POST /staff/testimonials/:id/feature marketing
POST /staff/testimonials/:id/order marketing
POST /staff/testimonials/:id/publication marketing
POST /staff/testimonials/:id/removal marketing
POST /staff/testimonials/:id/request marketing
POST /staff/testimonials/:id/tags marketing
POST /staff/testimonials/invitations marketing
POST /staff/testimonials/invitations/:token/removal marketing
POST /staff/testimonials/new      marketing
POST /staff/testimonials/tweets   marketing
POST /staff/testimonials/tweets/:id/removal marketing
POST /t/:id/posts                 member
POST /testimonials/invited/:token visitor
POST /testimonials/new            visitor
POST /topics/:id/closure          moderator
POST /topics/:id/closure/end      moderator
POST /topics/:id/edit             member
POST /topics/:id/merger           moderator
POST /topics/:id/outdated         member
POST /topics/:id/pin              moderator
POST /topics/:id/restoration      moderator
POST /topics/:id/split            moderator
POST /topics/:id/taking-down      moderator
POST /topics/new                  member
POST /unsubscribe/:token          visitor
POST /welcome                     visitor
`

const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`

inEverySetting('addresses', (setting) => {
  let app: Running
  before(async () => {
    app = await startApp({ setting })
  })
  after(() => app.stop())

  it('are those of the table, for those whom it names', () => {
    const lines = app.routes.map(({ method, path, for: audience }) => ({ method, path, audience }))
    lines.sort((a, b) => a.method.localeCompare(b.method) || (a.path < b.path ? -1 : 1))
    const printed = lines.map(({ method, path, audience }) => `${method.padEnd(4)} ${path.padEnd(28)} ${audience}`)
    assert.equal(`\n${printed.join('\n')}\n`, table)
  })

  it('have a row in the matrix of who may what, every one of them', () => {
    assert.deepEqual(app.routes.map(keyOf).sort(), Object.keys(doors).sort())
  })

  it('let in whom they should, and turn others away as they should', async function () {
    this.timeout(150_000)
    const ann = await regular(app, 'ann')
    const world = { app, ann, category: await aCategory(app) }
    const people = [
      new Person(app),
      await regular(app, 'ben'),
      // Another browser of the author's: what the world makes keeps its own session.
      await signedIn(app, 'ann'),
      await regular(app, 'mia'),
      await signedIn(app, 'olga'),
    ]
    for (const [door, { may, ask }] of Object.entries(doors)) {
      const got = await (door.startsWith('GET') ? readings(people, await ask(world)) : sendings(people, ask, world))
      assert.equal(got.join(' '), may, `${door}: visitor, member, author, moderator, owner`)
    }
  })

  it('send a guest to sign in and back to what was asked for', async () => {
    const guest = new Person(app)
    const { status, headers } = await guest.look('/me/sign-ins?of=any')
    assert.equal(status, 302)
    assert.equal(headers['location'], `${app.url}/sign-in?return=${encodeURIComponent('/me/sign-ins?of=any')}`)
  })
})
