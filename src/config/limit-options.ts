import { z } from 'zod'

const requests = 'takes a number of requests from 1 to 10000'
const seconds = 'takes a number of seconds from 1 to 600'
const streams = 'takes a number of streams from 0 to 100000'

/** How much one process takes on before it says so, with a 503 and the time after which to come back. */
export const limitOptions = {
  /** How many requests are worked on at once. Pages of the console have a quarter more, for who is signed in. */
  maxRequests: z.number(requests).int(requests).min(1, requests).max(10_000, requests).default(200),
  /** Seconds after which a request is answered whose work doesn't end, because the database says nothing. */
  requestSeconds: z.number(seconds).int(seconds).min(1, seconds).max(600, seconds).default(20),
  /** Streams of live news that are open at once, in all and for one network address. */
  maxStreams: z.number(streams).int(streams).min(0, streams).max(100_000, streams).default(1000),
  maxStreamsPerAddress: z.number(streams).int(streams).min(0, streams).max(100_000, streams).default(20),
}
