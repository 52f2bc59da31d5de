import { get, type IncomingHttpHeaders } from 'node:http'
import { until } from './gate.ts'

/** One server-sent event. */
export interface Told {
  id: string
  event: string
  data: Record<string, unknown>
}

/** A stream of server-sent events as a browser reads it. */
export interface EventStream {
  status: number
  headers: IncomingHttpHeaders
  /** Every event so far. */
  told: Told[]
  isOver: boolean
  /** Resolves with the first event that fits. */
  hear: (fits: (event: Told) => boolean) => Promise<Told>
  close: () => void
}

/** Opens a stream; `from` is the network address that it comes from. */
export async function openEvents(
  url: string,
  { headers = {}, from = '127.0.0.1' }: { headers?: Record<string, string>; from?: string } = {},
): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, localAddress: from, family: 4, agent: false }, (response) => {
      let waiting = ''
      const stream: EventStream = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        told: [],
        isOver: false,
        async hear(fits) {
          await until(() => Promise.resolve(stream.told.some(fits)), 5)
          return stream.told.find(fits)!
        },
        close: () => request.destroy(),
      }
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (waiting + chunk).split('\n\n')
        waiting = parts.pop() ?? ''
        stream.told.push(...parts.flatMap(readEvent))
      })
      response.on('close', () => (stream.isOver = true))
      response.on('error', () => undefined)
      resolve(stream)
    })
    request.on('error', reject)
  })
}

function readEvent(block: string): Told[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const data = fields.get('data')
  if (data === undefined) return []
  const id = fields.get('id') ?? ''
  return [{ id, event: fields.get('event') ?? 'message', data: JSON.parse(data) as Record<string, unknown> }]
}
