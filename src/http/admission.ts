import type { Request, RequestHandler, Response } from 'express'
import { Busy, Unavailable } from '../kernel/index.ts'

export interface AdmissionOptions {
  /** How many requests are worked on at once; twice as many bodies may come in meanwhile. */
  most: number
  /** Milliseconds that a request may be worked on. */
  patience: number
  /** Whether it carries a session of ours: who works here then has some room of their own. */
  isNamed: (request: Request) => boolean
  /** Answers with an error, as the pages do. */
  answer: (error: Error, exchange: { request: Request; response: Response }) => void
}

/** Seconds after which somebody who found no room may come back. */
const comeBackAfter = 3

/**
 * Lets in as many requests as can be worked on without everybody waiting for everybody; the others are told at once to
 * come back, before anything is read or asked. A request whose body still comes in takes no turn of those that are worked on.
 * Pages of the console have a quarter more room, for who is signed in. What takes too long, because the
 * database says nothing, is answered; its work goes on, and nobody waits for it.
 */
export function createAdmission(options: AdmissionOptions): RequestHandler {
  const { most, answer } = options
  const under = { way: 0, coming: 0 }
  return (request, response, next) => {
    const room = hasReserve(request, options) ? most + Math.ceil(most / 4) : most
    const stage = request.complete || !hasBody(request) ? 'way' : 'coming'
    if (under[stage] >= (stage === 'way' ? room : 2 * room)) {
      // What was sent with it is not read.
      response.setHeader('Connection', 'close')
      answer(new Busy(comeBackAfter), { request, response })
      return
    }
    let held: keyof typeof under = stage
    under[held] += 1
    const move = (): void => {
      under[held] -= 1
      under[(held = 'way')] += 1
    }
    if (stage === 'coming') request.once('end', move)
    let isOver = false
    const leave = (): void => {
      if (!isOver) under[held] -= 1
      isOver = true
      request.off('end', move)
    }
    leaving.set(response, leave)
    response.once('close', leave)
    watch(options, { request, response })
    next()
  }
}

const leaving = new WeakMap<Response, () => void>()

/** Counts an answer that lasts, such as a stream, no longer among those that are worked on. */
export function letStay(response: Response): void {
  leaving.get(response)?.()
}

function hasReserve(request: Request, { isNamed }: AdmissionOptions): boolean {
  return /^\/staff(?:\/|$)/.test(request.path) && isNamed(request)
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

const overdue = new WeakSet<Response>()

/** Whether an answer went out because the real one took too long: what the work says later is for nobody. */
export function isOverdue(response: Response): boolean {
  return overdue.has(response)
}

/** How many times as long a request may wait until it is read. */
const patienceBefore = 4

/** The time counts from when all of the request is here: a slow sender, and who waits for their turn to be read, lose none of it. */
function watch({ patience, answer }: AdmissionOptions, exchange: { request: Request; response: Response }): void {
  const { request, response } = exchange
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    if (response.headersSent) return
    answer(new Unavailable(5), exchange)
    overdue.add(response)
  }
  const begin = (): void => {
    clearTimeout(timer)
    timer = setTimeout(look, patience).unref()
  }
  // Nobody reads it: it waits for its turn, or for a database that says nothing.
  const wait = (): void => {
    timer = setTimeout(() => (request.readableFlowing ? wait() : look()), patienceBefore * patience).unref()
  }
  if (request.complete || !hasBody(request)) begin()
  else {
    wait()
    request.once('end', begin)
  }
  response.once('close', () => {
    clearTimeout(timer)
    request.off('end', begin)
  })
}
