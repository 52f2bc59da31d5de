import { ObjectId, type Document } from 'mongodb'

/** What is stored: posts of about 450 bytes, a hundred in each forum. */
export interface Post extends Document {
  _id: ObjectId
  forum: number
  at: Date
  title: string
  body: string
}

const perForum = 100
const body = 'Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt. '.repeat(
  3,
)

/** The posts of a store that holds so many of them, by their number. */
export class Posts {
  readonly count: number
  private readonly forums: number
  private fresh: number

  constructor(count: number) {
    this.count = count
    this.forums = Math.max(1, Math.floor(count / perForum))
    this.fresh = count
  }

  idOf(n: number): ObjectId {
    return new ObjectId(n.toString(16).padStart(24, '0'))
  }

  uuidOf(n: number): string {
    return `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`
  }

  post(n: number): Post {
    return { _id: this.idOf(n), forum: n % this.forums, at: atOf(n), title: `Title ${n}`, body }
  }

  /** As PostgreSQL's columns. */
  row(n: number): unknown[] {
    return [this.uuidOf(n), n % this.forums, atOf(n), `Title ${n}`, body]
  }

  any(): number {
    return Math.floor(Math.random() * this.count)
  }

  anyForum(): number {
    return Math.floor(Math.random() * this.forums)
  }

  /** The numbers of posts that nobody has inserted yet. */
  next(count = 1): number[] {
    return Array.from({ length: count }, () => this.fresh++)
  }
}

function atOf(n: number): Date {
  return new Date(1_700_000_000_000 + n * 1000)
}
