import { randomUUID } from 'node:crypto'
import { load, type CheerioAPI } from 'cheerio'
import type { Person } from './person.ts'

export interface Sent {
  status: number
  headers: Record<string, string | undefined>
  text: string
  $: CheerioAPI
}

/** Sends a form with a file as a browser does. Without one, the field is there with an empty name. */
export async function sendFile(person: Person, path: string, file: Buffer | undefined): Promise<Sent> {
  const boundary = `----${randomUUID()}`
  const part = (facts: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${facts}\r\n`
  const type = file ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'application/octet-stream'
  const body = Buffer.concat([
    Buffer.from(`${part('name="_csrf"')}\r\n${await person.csrf()}\r\n`),
    Buffer.from(`${part(`name="file"; filename="${file ? 'list.xlsx' : ''}"`)}Content-Type: ${type}\r\n\r\n`),
    file ?? Buffer.alloc(0),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const response = await person.agent
    .post(person.whole(path))
    .redirects(0)
    .set({ Accept: 'text/html', Origin: new URL(person.app.url).origin, 'Sec-Fetch-Site': 'same-origin' })
    .set('Content-Type', `multipart/form-data; boundary=${boundary}`)
    .send(body)
  return {
    status: response.status,
    headers: response.headers,
    text: response.text,
    $: load(response.text),
  }
}
