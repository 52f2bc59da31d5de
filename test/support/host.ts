import express, { type Express } from 'express'
import session from 'express-session'

interface Wishes {
  /** Express itself, in one of its versions. */
  framework?: typeof express
  /** Where the guests are mounted; `/support` when there is one. */
  guests: Readonly<Record<string, Express>>
}

/**
 * A host application with everything that could get in the way: sessions, body parsers, views, headers and an error
 * handler of its own, and strict settings.
 */
export function createHost({ framework = express, guests }: Wishes): Express {
  const host = framework()
  host.set('view engine', 'ejs')
  host.set('views', '/nowhere')
  host.set('query parser', 'extended')
  host.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', "default-src 'self'")
    next()
  })
  host.use(session({ secret: 'the host', name: 'host', resave: true, saveUninitialized: true }))
  host.use(framework.json(), framework.urlencoded({ extended: true }))
  host.get('/', (request, response) => {
    const visits = request.session as unknown as { count?: number }
    visits.count = (visits.count ?? 0) + 1
    response.send(`host ${visits.count}`)
  })
  host.get('/broken', () => {
    throw new Error('as the test wants')
  })
  for (const [path, guest] of Object.entries(guests)) host.use(path, guest)
  host.use((_request, response) => void response.status(404).send('host has no such page'))
  host.use(
    // eslint-disable-next-line max-params -- Express knows an error handler by its four parameters.
    ((_error, _request, response, _next) =>
      void response.status(500).send('host caught it')) as express.ErrorRequestHandler,
  )
  return host
}
