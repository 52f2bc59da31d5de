import { escapeHtml } from '../../content/index.ts'
import { zip, type ZipEntry } from '../../files/index.ts'
import type { Actor } from '../../kernel/index.ts'
import type { TicketDeps } from '../deps.ts'
import { ownStateKeys } from '../labels.words.ts'
import { seeOwn } from '../load.ts'
import type { Message } from '../message.model.ts'
import type { SupportRequest } from '../request.model.ts'

type Say = (key: string) => string

/**
 * A whole conversation as one of its people sees it, as a ZIP archive: to read, for programs, and with its files. Throws
 * NotFound before the first piece.
 */
export async function packConversation(
  deps: TicketDeps,
  actor: Actor,
  { number, t }: { number: number; t: Say },
): Promise<AsyncGenerator<Uint8Array>> {
  const { request } = await seeOwn(deps, actor, number)
  const messages = await deps.messages
    .find({ requestId: request._id, kind: 'message', 'hiddenFor.0': { $exists: false } })
    .sort({ createdAt: 1, _id: 1 })
    .lean<Message[]>()
  return zip(entriesOf(deps, request, { messages, t }), deps.clock())
}

interface Packed {
  messages: readonly Message[]
  t: Say
}

async function* entriesOf(
  deps: TicketDeps,
  request: SupportRequest,
  { messages, t }: Packed,
): AsyncGenerator<ZipEntry> {
  yield { name: 'conversation.html', pieces: [pageOf(request, { messages, t })] }
  yield { name: 'conversation.json', pieces: [JSON.stringify(dataOf(request, messages), undefined, 2)] }
  for (const { key, path } of messages.flatMap(filesOf)) {
    const pieces = await deps.files.read(key)
    if (pieces) yield { name: path, pieces, isPacked: true }
  }
}

/** Two files of one name are told apart by the beginning of their key. */
function filesOf({ files }: Message): { key: string; name: string; path: string }[] {
  return files.map(({ key, name }) => ({ key, name, path: `files/${key.slice(0, 6)}-${name}` }))
}

function dataOf({ number, subject, state, createdAt, people }: SupportRequest, messages: readonly Message[]): object {
  return {
    number,
    subject,
    state,
    createdAt,
    people: people.map(({ role, name, email }) => ({ role, name, email })),
    messages: messages.map((message) => ({
      by: { role: message.author.role, name: message.author.name },
      at: message.createdAt,
      text: message.text,
      files: filesOf(message).map(({ name, path }) => ({ name, path })),
    })),
  }
}

function pageOf(request: SupportRequest, { messages, t }: Packed): string {
  const title = escapeHtml(`#${request.number} ${request.subject}`)
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(request.locale)}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>`,
    '<body style="max-width:46em;margin:2em auto;padding:0 1em;font:1rem/1.5 system-ui,sans-serif">',
    `<h1 dir="auto">${title}</h1>`,
    `<p>${escapeHtml(t(ownStateKeys[request.state]))}</p>`,
    ...messages.map((message) => articleOf(message, t)),
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function articleOf(message: Message, t: Say): string {
  const name = message.author.name === '' ? t('tickets:nobody') : message.author.name
  const at = message.createdAt.toISOString()
  const files = filesOf(message).map(
    ({ name: file, path }) =>
      `<li><a href="${escapeHtml(path.split('/').map(encodeURIComponent).join('/'))}">${escapeHtml(file)}</a></li>`,
  )
  return [
    '<article>',
    `<h2><bdi>${escapeHtml(name)}</bdi></h2>`,
    `<p><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></p>`,
    `<div dir="auto">${message.html}</div>`,
    ...(files.length === 0 ? [] : [`<ul>${files.join('')}</ul>`]),
    '</article>',
  ].join('\n')
}
