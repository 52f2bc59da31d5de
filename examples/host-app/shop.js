import express from 'express'
import session from 'express-session'
import { homePage, signInPage } from './pages.js'

/** The people this shop knows. A real one has passwords; this one lets everybody be anybody. */
const customers = [
  { id: 1, name: 'Zofia Nowak', email: 'zofia@example.com', emailVerified: true },
  { id: 2, name: 'Jan Kowalski', email: 'jan@example.com', emailVerified: true },
]

/**
 * A shop with sessions, a parser, headers and a sign-in of its own. Its support section stands at /support and knows who is
 * signed in at the shop; its home page shows what customers say and ask.
 */
export async function createShop({ createCandor, origin, options = {} }) {
  const candor = await createCandor({
    url: `${origin}/support`,
    siteName: 'Nowak Bakery',
    ownerEmails: ['zofia@example.com'],
    host: { label: 'Nowak Bakery', currentUser: customerOf, signInUrl: `${origin}/sign-in`, signOutUrl: `${origin}/` },
    ...options,
  })
  const app = express()
  app.use((request, response, next) => {
    response.setHeader('Content-Security-Policy', "default-src 'self'; style-src 'self' 'unsafe-inline'")
    next()
  })
  app.use(session({ name: 'shop', secret: 'the shop', resave: false, saveUninitialized: false }))
  app.use('/support', candor.app)
  app.use(express.urlencoded({ extended: false }))

  app.get('/', (request, response) => response.send(homePage(customerOf(request))))
  app.get('/sign-in', (request, response) => {
    response.send(signInPage(customers, String(request.query.return ?? '/')))
  })
  app.post('/sign-in', (request, response) => {
    const customer = customers.find(({ id }) => id === Number(request.body.id))
    const back = request.body.return
    request.session.regenerate(() => {
      request.session.customerId = customer?.id
      // Only back into this shop.
      response.redirect(303, URL.canParse(back, origin) && new URL(back, origin).origin === origin ? back : '/')
    })
  })
  app.post('/sign-out', (request, response) => request.session.destroy(() => response.redirect(303, '/')))
  return { app, start: candor.start, close: candor.close }
}

/** Who is signed in at the shop: Candor asks this with each request, and follows it. */
function customerOf(request) {
  return customers.find(({ id }) => id === request.session?.customerId)
}
