import type { Member } from '../kernel/index.ts'
import { sampleCategories } from './categories.ts'
import { samplePeople } from './people.ts'
import type { SampleDeps, SampleTopic } from './sample.ts'
import { sampleTopics } from './topics/index.ts'

const anHour = 60 * 60 * 1000

/** Writes the sample's people, categories and topics, oldest first. Gives the number of topics. */
export async function addTopics(deps: SampleDeps, owner: Member, now: Date): Promise<number> {
  const oldest = Math.max(...sampleTopics.map(({ hoursAgo }) => hoursAgo))
  deps.setClock(new Date(now.getTime() - (oldest + 24) * anHour))
  const people = await admitPeople(deps)
  const categories = new Map<string, string>()
  for (const { key, name, description, colour, writeRole } of sampleCategories) {
    const input = { name, description, colour, readRole: 'public', writeRole } as const
    categories.set(key, (await deps.forum.createCategory(owner, input))._id)
  }
  for (const topic of sampleTopics.toSorted((a, b) => b.hoursAgo - a.hoursAgo)) {
    await addTopic(deps, topic, { people, categories, now })
  }
  return sampleTopics.length
}

async function admitPeople({ accounts }: SampleDeps): Promise<Map<string, Member>> {
  const people = new Map<string, Member>()
  for (const { key, name, isStaff } of samplePeople) {
    const identity = {
      provider: 'sample',
      issuer: 'sample',
      subject: key,
      name,
      emailVerified: false,
      roles: isStaff ? (['agent'] as const) : [],
      isSample: true,
    }
    const choices = { name, keepEmail: false, accepted: { terms: 'sample', privacy: 'sample' } }
    const account = await accounts.open(identity, choices)
    people.set(key, { kind: 'member', id: account._id, roles: account.roles })
  }
  return people
}

interface Place {
  people: ReadonlyMap<string, Member>
  categories: ReadonlyMap<string, string>
  now: Date
}

async function addTopic(
  { forum, setClock }: SampleDeps,
  sample: SampleTopic,
  { people, categories, now }: Place,
): Promise<void> {
  const begun = now.getTime() - sample.hoursAgo * anHour
  setClock(new Date(begun))
  const { kind, title, text } = sample
  const topic = await forum.startTopic(known(people, sample.by), {
    categoryId: known(categories, sample.category),
    kind,
    title,
    text,
  })
  const replies: string[] = []
  for (const reply of sample.replies) {
    // A reply can't be from later than now, however long after the question it came.
    setClock(new Date(Math.min(begun + reply.hoursLater * anHour, now.getTime())))
    const { post } = await forum.addPost(known(people, reply.by), { topicId: topic._id, text: reply.text })
    replies.push(post._id)
  }
  for (const place of sample.solvedBy ?? []) {
    await forum.setSolution(known(people, sample.by), { postId: replies[place] ?? '', isGiven: true })
  }
}

function known<Thing>(things: ReadonlyMap<string, Thing>, key: string): Thing {
  const thing = things.get(key)
  if (thing === undefined) throw new Error(`the sample names ${key}, which it does not have`)
  return thing
}
