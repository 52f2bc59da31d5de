import type { PostInPlace } from './place.ts'

/**
 * Something kept elsewhere of what posts say: the search index, quotes of them, notices and mails about them. Whatever
 * changes a post tells every mirror of it; none of them is the truth, each can be made anew from the posts.
 */
export interface PostMirror {
  /** Brings what is kept of these posts in line with how they stand now; done again, it comes to the same. */
  reflect(places: readonly PostInPlace[]): Promise<void>
  /** Of what is kept of a topic rather than of its posts: it goes over to the topic that the posts went to. */
  merged?(from: string, into: string): Promise<void>
  /** Makes everything anew from the posts; gives how much had to be mended. */
  rebuild(): Promise<number>
}
