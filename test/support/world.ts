import { aReply, aTopic, type MadeCategory } from './forum.ts'
import type { Fields, Person } from './person.ts'
import type { Running } from './running.ts'

/** What a request of the matrix needs: an address of something that really is there, and fields that would be taken. */
interface Request {
  path: string
  fields?: Fields
  /** Answered by a stream without an end: only its head is asked for. */
  isStream?: true
}

export interface World {
  app: Running
  ann: Person
  category: MadeCategory
}

/** A post of Ann's that nobody has touched yet. */
export async function freshPost({ app, ann, category }: World): Promise<string> {
  const topic = await aTopic(app, { by: ann, in: category })
  return aReply(topic.id, { by: ann })
}

/** A topic of Ann's that nobody has touched yet. */
export const freshTopic = ({ app, ann, category }: World): ReturnType<typeof aTopic> =>
  aTopic(app, { by: ann, in: category })
/** The statuses that visitor, member, author, moderator and owner get, and how to ask. */
export interface Door {
  may: string
  ask: (world: World) => Promise<Request> | Request
}
