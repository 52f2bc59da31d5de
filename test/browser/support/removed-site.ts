import type { Member } from '../../../src/kernel/index.ts'
import { lastMailTo, linkIn } from '../../support/mailbox.ts'
import { signedIn } from '../../support/person.ts'
import { aRequest, caseLinkIn, decideBy, emailOf, granting, mailAbout, refusing } from '../../support/removals.ts'
import type { Running } from '../../support/running.ts'

/** Paths of requests for removal in their states. */
export interface RemovedSite {
  removalUnconfirmed: string
  removalConfirmation: string
  /** Of somebody without an account, with a question of ours. */
  removalStatus: string
  removalCase: string
  /** The decision about a request for everything. */
  removalOfAll: string
  removalGranted: string
  removalDecidedCase: string
  removedPost: string
  removalDeclined: string
  /** Something of it stands in another post. */
  removalLeftCase: string
  /** Ben's own page of a claim of copyright that was granted. */
  removalAuthor: string
}

/** Has people ask for removals, and Mia decide. */
export async function fillRemovals(
  app: Running,
  { ann, ben }: { ann: Member; ben: Member },
  topicId: string,
): Promise<RemovedSite> {
  const mia = await signedIn(app, 'mia')
  const post = async (by: Member, text: string): Promise<string> =>
    `/posts/${(await app.forum.addPost(by, { topicId, text })).post._id}`
  const secret = 'She lives in the yellow house behind the old mill, and the key lies under the third flower pot.'
  const asked = await post(ben, `I met her last week. ${secret}\n\nOr so they say.`)
  const waiting = await aRequest(app, { about: asked, fields: { hidden: 'on' } })
  await mia.send(`/staff/removals/${waiting.id}/messages`, {
    party: '0',
    text: 'Is it the first sentence that you mean?',
  })
  const unconfirmed = await aRequest(app, { about: asked, isUnconfirmed: true })
  const gone = await post(ben, 'Her telephone number is 0700 1122 3344 5566 and she answers after nine in the evening.')
  const granted = await aRequest(app, { about: gone })
  await decideBy(mia, granted.id, { 'becomes-0': 'remove', ...granting })
  await app.removals.run()
  const declined = await aRequest(app, { about: asked })
  await decideBy(mia, declined.id, { 'becomes-0': 'keep', ...refusing })
  const twice = 'The whole village knows that the baker of the corner shop waters the milk on Sundays before church.'
  const left = await aRequest(app, { about: await post(ann, twice) })
  await post(ben, `As I heard it: ${twice}`)
  await decideBy(mia, left.id, { 'becomes-0': 'remove', ...granting })
  await app.removals.run()
  const claimed = await aRequest(app, { about: await post(ben, 'A poem of somebody else.'), ground: 'copyright' })
  const facts = { basis: 'copyright', explanation: 'It copies a poem; the notice is complete.' }
  await decideBy(mia, claimed.id, { 'becomes-0': 'remove', ...facts })
  const all = await aRequest(app, { about: [], fields: { everything: 'on' } })
  return {
    removalOfAll: `/staff/removals/${all.id}/decision`,
    removalUnconfirmed: unconfirmed.status,
    removalConfirmation: new URL(linkIn(await lastMailTo(app, unconfirmed.email)), app.url).pathname,
    removalStatus: waiting.status,
    removalCase: `/staff/removals/${waiting.id}`,
    removalGranted: granted.status,
    removalDecidedCase: `/staff/removals/${granted.id}`,
    removedPost: gone,
    removalDeclined: declined.status,
    removalLeftCase: `/staff/removals/${left.id}`,
    removalAuthor: caseLinkIn(await mailAbout(app, { id: claimed.id, to: await emailOf(app, 'ben') })),
  }
}
