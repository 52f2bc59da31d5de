import assert from 'node:assert/strict'
import type { Member } from '../../../src/kernel/index.ts'
import { personas } from '../../../src/sign-in/demo-issuer/personas.ts'
import { mailedFollowsPath, mailedSolvedPath } from '../../support/following.ts'
import { signedIn, type Persona } from '../../support/person.ts'
import type { Running } from '../../support/running.ts'
import { keepOrder, type OrderedSite } from './ordered-site.ts'
import { fillRemovals, type RemovedSite } from './removed-site.ts'
import { fillRequests, type RequestedSite } from './requested-site.ts'
import { aTestimonial, anInvitation, aTweet, consentPathFor, marketing } from '../../support/testimonials.ts'

/** Paths of a site that holds one of everything that a page can show. */
export interface Site extends OrderedSite, RemovedSite, RequestedSite {
  category: string
  emptyCategory: string
  archivedCategory: string
  staffWritesCategory: string
  /** Two pages of replies, in every kind of Markdown. */
  topic: string
  shortTopic: string
  /** For tests that reply; nobody else looks at it. */
  topicToWriteIn: string
  closedTopic: string
  topicToBeRemovedFrom: string
  /** Of its replies one was deleted by its author, one was removed by staff. */
  topicWithGaps: string
  /** A question of Ben's with two accepted answers, called outdated. */
  solvedTopic: string
  /** What the link in a mail leads to: what an address follows, and whether a question is solved. */
  addressFollows: string
  askedQuestion: string
  /** Its only reply was deleted. */
  topicWithoutRest: string
  /** Its opening was deleted, its answers stay. */
  topicWithoutOpening: string
  goneTopic: string
  /** A reply far down in `topic`, by Ann. */
  post: string
  /** The opening of `shortTopic`, by Ann. */
  opening: string
  categoryToEdit: string
  /** A reply of Ann's in `shortTopic` that she changed once somebody had answered it. */
  changed: string
  /** The question whether a testimonial may be shown, and the page of one that is. */
  consent: string
  consentGiven: string
  /** The question about a changed version. */
  consentAgain: string
  testimonial: string
}

const everyMarkdown = `What I tried, in the order of the *guide*, and **nothing** of it ~~helped~~ worked:

1. Read the [first page](https://example.org/guide).
2. Set \`PORT=3000\` and started it.
   - once with the sample settings
   - once with mine

> It says «ready» and then nothing more.
>
> — the log, every time

\`\`\`js
// The smallest thing that shows it.
const server = await start({ port: 3000, retries: 2 })
if (!server.listening) throw new Error('not listening')
\`\`\`

| Setting | Value | Works |
| --- | :---: | ---: |
| \`PORT\` | 3000 | yes |
| \`HOST\` | 0.0.0.0 | no |

---

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, as they say, and
https://example.org/a/very/long/address/that/goes/on/and/on/and/on?with=parameters&and=more-of-them&until=the-end.`

/** Fills an empty site through the same commands as people do. Ann, Ben and Ada (who works there) have written in it. */
export async function fillSite(app: Running): Promise<Site> {
  const people = {
    ann: await actorOf(app, 'ann'),
    ben: await actorOf(app, 'ben'),
    ada: await actorOf(app, 'ada'),
    olga: await actorOf(app, 'olga'),
  }
  const categories = await makeCategories(app, people)
  const topics = await makeTopics(app, people, categories)
  const replies = await makeReplies(app, people, topics)
  const changed = await changeReply(app, topics.shortTopic.id, people)
  await makePolicies(app)
  await takeBack(app, topics, { ...replies, old: categories.old._id })
  const paths = Object.fromEntries(Object.entries(topics).map(([name, { path }]) => [name, path]))
  return {
    ...(await makeTestimonials(app)),
    ...(await fillRequests(app)),
    ...(await fillRemovals(app, people, topics.topicToBeRemovedFrom.id)),
    ...(await keepOrder(app, people, categories.start._id)),
    category: `/c/${categories.start.slug}`,
    emptyCategory: `/c/${categories.empty.slug}`,
    archivedCategory: `/c/${categories.old.slug}`,
    staffWritesCategory: `/c/${categories.news.slug}`,
    categoryToEdit: `/staff/categories/${categories.start._id}`,
    ...(paths as Record<keyof typeof topics, string>),
    topicWithoutOpening: `/t/${topics.topicWithoutOpening.id}`,
    post: `/posts/${replies.last}`,
    changed: `/posts/${changed}`,
    opening: `/posts/${topics.shortTopic.opening}`,
    addressFollows: await mailedFollowsPath(app, categories.start._id),
    askedQuestion: await mailedSolvedPath(app, topics.topic.id),
  }
}

const praises = [
  'They answered before my tea was cold.',
  'I asked on a Sunday evening and did not expect anything before Tuesday. Ten minutes later somebody had found the line in my settings that I had looked at for an hour, told me why it was wrong, and what else would have broken because of it. That is how support should be.',
  'Short, friendly, right.',
  'We moved forty shops over in a week. Every question had one answer, and it was the same one whoever gave it.\n\nThe search is what I use most.',
  'Good: they say so when they don’t know.',
]

async function makeTestimonials(
  app: Running,
): Promise<Pick<Site, 'consent' | 'consentAgain' | 'consentGiven' | 'testimonial'>> {
  for (const text of praises) await aTestimonial(app, { text, purposes: ['site', 'widget'] })
  const asked = await aTestimonial(app, { until: 'requested' })
  const shown = await aTestimonial(app, { text: 'They answered at once, and they were right.' })
  await app.testimonials.feature(marketing, { id: shown.id, isFeatured: true })
  await app.testimonials.tag(marketing, { id: shown.id, tags: ['fast', 'front page'] })
  const again = await aTestimonial(app, { text: 'It works. The weather was fine. I recommend it.' })
  const words = { text: 'It works. […] I recommend it.', name: 'Zofia Nowak', nameForm: 'full', role: 'Owner' } as const
  const rest = { company: 'Nowak Bakery', connection: 'discount', version: 1, photo: 'same' } as const
  await app.testimonials.revise(marketing, { id: again.id, ...words, ...rest })
  await app.testimonials.ask(marketing, again.id)
  await anInvitation(app)
  await aTweet(app)
  return {
    consent: await consentPathFor(app, asked.email),
    consentAgain: await consentPathFor(app, again.email),
    consentGiven: await consentPathFor(app, shown.email),
    testimonial: shown.id,
  }
}

type People = Record<'ann' | 'ben' | 'ada' | 'olga', Member>

/** A privacy policy in its second version, whose change nobody had to be told of. */
async function makePolicies(app: Running): Promise<void> {
  const source = 'We keep what you write, and who you are.\n\n## Others\n\nWe tell nobody.'
  await app.privacy.policies.publishFirst('privacy', source)
  const owner = await signedIn(app, 'olga')
  const today = new Date().toISOString().slice(0, 10)
  await owner.send('/staff/policies/privacy/draft', { source: source.replace('tell nobody', 'do not tell *anybody*') })
  const change = { effectiveOn: today, isMaterial: 'no', summary: 'The same in other words.' }
  assert.equal((await owner.send('/staff/policies/privacy/announcement', change)).status, 303)
}

/** A policy with a change that every member is told of. */
export async function announcePolicy(app: Running): Promise<void> {
  await app.privacy.policies.publishFirst('terms', 'Be kind.')
  const owner = await signedIn(app, 'olga')
  await owner.send('/staff/policies/terms/draft', { source: 'Be kind, also to machines.' })
  const effectiveOn = new Date(Date.now() + 20 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
  const change = { effectiveOn, isMaterial: 'yes', summary: 'Machines count as well.', newOwner: 'Big Corp' }
  assert.equal((await owner.send('/staff/policies/terms/announcement', change)).status, 303)
}

async function makeCategories(app: Running, { olga }: People) {
  const make = (name: string, rest: { description?: string; writeRole?: 'staff' } = {}) => {
    const usual = { description: 'What belongs here, in one sentence.', writeRole: 'members' } as const
    return app.forum.createCategory(olga, { name, colour: 'teal', readRole: 'public', ...usual, ...rest })
  }
  return {
    start: await make('Getting started'),
    news: await make('News', { writeRole: 'staff' }),
    old: await make('Version one'),
    empty: await make('Ideas', { description: '' }),
  }
}

async function makeTopics(
  app: Running,
  { ann, ben, ada }: People,
  { start, news, old }: Awaited<ReturnType<typeof makeCategories>>,
) {
  const topic = async (actor: Member, title: string, { text = 'What do **you** do?', categoryId = start._id } = {}) => {
    const { _id, slug, openingPostId } = await app.forum.startTopic(actor, {
      categoryId,
      kind: 'question',
      title,
      text,
    })
    return { id: _id, path: `/t/${_id}/${slug}`, opening: openingPostId }
  }
  for (let count = 1; count <= 20; count += 1) await topic(ben, `One more question, number ${count}`)
  await topic(ada, 'We have moved', { categoryId: news._id })
  await topic(ann, 'Where is the old manual?', { categoryId: old._id })
  const longTitle = 'It starts, says that it is ready, and then there is nothing more on any page'
  return {
    shortTopic: await topic(ann, 'How do I print a thread?'),
    topicToWriteIn: await topic(ben, 'Who writes here?'),
    topicToBeRemovedFrom: await topic(ann, 'What do they say about her?'),
    closedTopic: await topic(ann, 'This one is closed'),
    solvedTopic: await topic(ben, 'Which paper does it take?'),
    topicWithGaps: await topic(ann, 'Some of this was taken back'),
    topicWithoutRest: await topic(ann, 'All that was answered was taken back'),
    topicWithoutOpening: await topic(ben, 'A question that was taken back'),
    goneTopic: await topic(ben, 'A topic that was taken back'),
    topic: await topic(ann, longTitle, { text: everyMarkdown }),
  }
}

type Topics = Awaited<ReturnType<typeof makeTopics>>

/** Ids of the replies that something happens to later. */
async function makeReplies(app: Running, { ann, ben, ada }: People, topics: Topics) {
  const reply = async (actor: Member, { id: topicId }: { id: string }, text: string) =>
    (await app.forum.addPost(actor, { topicId, text })).post._id
  let last = ''
  for (let count = 1; count <= 24; count += 1) {
    const who = [ann, ben, ada][count % 3] ?? ann
    last = await reply(who, topics.topic, count === 1 ? everyMarkdown : `This is what I found, part ${count}.`)
  }
  await solve(
    app,
    { ann, ben },
    await Promise.all([reply(ann, topics.solvedTopic, everyMarkdown), reply(ada, topics.solvedTopic, 'Plain A4.')]),
  )
  const ownRemoval = await reply(ben, topics.topicWithGaps, 'I take this back.')
  const staffRemoval = await reply(ben, topics.topicWithGaps, 'This is not for here.')
  await reply(ada, topics.topicWithGaps, 'This stays.')
  const onlyReply = await reply(ben, topics.topicWithoutRest, 'I take this back as well.')
  await reply(ada, topics.topicWithoutOpening, 'An answer to a question that is no more.')
  return { last, ownRemoval, staffRemoval, onlyReply }
}

async function solve(app: Running, { ann, ben }: Pick<People, 'ann' | 'ben'>, answers: string[]): Promise<void> {
  for (const postId of answers) await app.forum.setSolution(ben, { postId, isGiven: true })
  for (const postId of answers.slice(1)) await app.forum.setVote(ann, { postId, isGiven: true })
}

/** What people took back by the pages; and what no page does yet, straight in the store. */
async function takeBack(
  app: Running,
  { topicWithoutOpening, goneTopic, closedTopic }: Topics,
  ids: { ownRemoval: string; staffRemoval: string; onlyReply: string; old: string },
): Promise<void> {
  await removeAsAuthor(app, 'ben', [ids.ownRemoval, ids.onlyReply, topicWithoutOpening.opening, goneTopic.opening])
  await archive(app, ids.old)
  const { connection } = app.database
  const removal = { source: '', html: '', removedAt: new Date(), removedBy: 'staff' }
  await connection.collection<{ _id: string }>('posts').updateOne({ _id: ids.staffRemoval }, { $set: removal })
  await connection
    .collection<{ _id: string }>('topics')
    .updateOne({ _id: closedTopic.id }, { $set: { isClosed: true } })
  await app.forum.reconcile()
}

/** One of the demo people as commands know them; their account is opened when they have none yet. */
export async function actorOf(app: Running, who: Persona): Promise<Member> {
  const persona = personas.find(({ id }) => id === who)
  assert(persona)
  const { name, email, roles } = persona
  const from = { provider: 'demo', issuer: `${app.url}/demo-issuer`, subject: who }
  const choices = { name, keepEmail: true, accepted: { terms: '1', privacy: '1' } }
  const account = await app.accounts.open({ ...from, name, email, emailVerified: true, roles }, choices)
  return { kind: 'member', id: account._id, roles: account.roles }
}

async function removeAsAuthor(app: Running, persona: Persona, postIds: string[]): Promise<void> {
  const author = await signedIn(app, persona)
  for (const id of postIds) {
    const done = await author.submit(await author.visit(`/posts/${id}/delete`))
    assert.match(done.text, /It is deleted/)
  }
}

async function changeReply(app: Running, topicId: string, { ann, ben }: People): Promise<string> {
  const text = 'Print it from the menu, I think. It takes the whole page, pictures and all.'
  const { post } = await app.forum.addPost(ann, { topicId, text })
  await app.forum.addPost(ben, {
    topicId,
    text: `> [Ann](/posts/${post._id}):\n> It takes the whole page\n\nThank you.`,
  })
  const author = await signedIn(app, 'ann')
  const form = await author.visit(`/posts/${post._id}/edit`)
  await author.submit(form, { text: text.replace('the menu, I think', 'the browser’s menu') })
  return post._id
}

async function archive(app: Running, categoryId: string): Promise<void> {
  const olga = await signedIn(app, 'olga')
  const form = await olga.visit(`/staff/categories/${categoryId}`)
  assert.equal((await olga.submit(form, { archived: 'on' })).status, 200)
}
