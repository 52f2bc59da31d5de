import type { SampleTopic } from '../sample.ts'

export const apiCode: readonly SampleTopic[] = [
  {
    category: 'api',
    kind: 'question',
    by: 'priya',
    title: 'Webhook signature never matches (Node)',
    hoursAgo: 120,
    solvedBy: [1],
    text: `I verify webhooks as the guide says, and the signature is wrong every time. Same secret, checked by hand. What am I missing?

~~~js
app.use(express.json())

app.post('/hooks/harbor', (req, res) => {
  const expected = createHmac('sha256', process.env.HARBOR_SECRET)
    .update(JSON.stringify(req.body))
    .digest('hex')
  if (expected !== req.get('Harbor-Signature')) return res.sendStatus(401)
  res.sendStatus(204)
})
~~~`,
    replies: [
      {
        by: 'sipho',
        hoursLater: 0.5,
        text: `\`JSON.stringify(req.body)\` isn't what was sent. Key order, spaces, \`1.0\` becoming \`1\`: one byte differs and the hash is another one. You need the raw bytes.`,
      },
      {
        by: 'tomasz',
        hoursLater: 1.2,
        text: `Sipho has the first half. The second: the signed text is the timestamp, a dot, and the body. So a recorded request can't be sent again next week.

~~~js
const raw = express.raw({ type: 'application/json', limit: '1mb' })

app.post('/hooks/harbor', raw, (req, res) => {
  const sentAt = req.get('Harbor-Timestamp') ?? ''
  const given = Buffer.from(req.get('Harbor-Signature') ?? '', 'hex')
  const expected = createHmac('sha256', process.env.HARBOR_SECRET)
    .update(sentAt + '.')
    .update(req.body)
    .digest()
  const isFresh = Math.abs(Date.now() / 1000 - Number(sentAt)) < 300
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
  if (!isFresh || !isOurs) return res.sendStatus(401)

  const event = JSON.parse(req.body)
  res.sendStatus(204) // answer first, work afterwards
  handle(event)
})
~~~

Put this route **before** \`express.json()\`, or that one eats the body.`,
      },
      {
        by: 'priya',
        hoursLater: 2,
        text: `Matches. The order of the middleware was the last piece. Two suggestions for the guide: say "raw body" in bold, and mention the timestamp in the first paragraph and not in the fourth.`,
      },
      {
        by: 'wren',
        hoursLater: 5,
        text: `Small disagreement with "answer first, work afterwards": if the process dies between the two, the event is gone, because Harbor has its 204. I write the event to a table first, then answer, then work.`,
      },
      {
        by: 'tomasz',
        hoursLater: 6.4,
        text: `wren is right, and I take it back. *Store, answer, work.* If storing fails, answer 500 and we send it again: after 1 minute, 5, 30, 2 hours, and then every 6 hours for three days. As the same event can arrive twice, keep its \`id\` unique in that table.`,
      },
      {
        by: 'tomasz',
        hoursLater: 49,
        text: `The guide is rewritten with all of this in it, raw body in bold: [Receiving webhooks](https://example.com/api/webhooks).`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'priya',
    title: 'How do I make creating a booking safe to retry?',
    hoursAgo: 820,
    solvedBy: [0],
    text: `Our checkout calls \`POST /v1/bookings\`. Sometimes the connection breaks after sending, and we can't know whether the booking was made. If we send again and it was, the guest has two. If we don't and it wasn't, the guest has none.

I thought of asking for a list of the last minute's bookings and comparing, but that is ugly, and two guests can share a name.`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 1.8,
        text: `Send an \`Idempotency-Key\`, any string of up to 64 characters that belongs to this *attempt of the guest*, and use the same one when you send again:

~~~http
POST /v1/bookings HTTP/1.1
Host: api.example.com
Idempotency-Key: checkout-7f3a-1
Content-Type: application/json

{ "service": "day-tour", "starts_at": "2025-07-12T09:00:00+00:00", "guests": 2 }
~~~

| What happened before | What you get |
| --- | --- |
| Nothing arrived | 201, the booking is made |
| It arrived and worked | 200, the same booking again |
| It is being worked on right now | 409 \`in_progress\`, wait and repeat |
| Same key, other content | 422 \`key_reused\`, a mistake in your code |

Keys are remembered for 48 hours.`,
      },
      {
        by: 'priya',
        hoursLater: 2.6,
        text: `Exactly what I hoped for. Does a 4xx count as "worked"? If the guest mistypes something, corrects it and sends again, is that a new key?`,
      },
      {
        by: 'tomasz',
        hoursLater: 3,
        text: `A new key, as the content differs. A 4xx is remembered as well (sending the same mistake twice gives the same answer); a 5xx never is.`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'sipho',
    title: '409 slot_taken although the slot is shown as free',
    hoursAgo: 66,
    solvedBy: [2],
    text: `\`GET /v1/services/evening-tour/slots\` lists 18:30 with 4 places. A second later I post a booking for 2 and get this:

~~~json
{
  "error": "slot_taken",
  "slot": "2025-05-09T18:30:00+02:00",
  "places_left": 0
}
~~~

Four places or zero? It happens for about 1 in 30 bookings, more on weekends.`,
    replies: [
      {
        by: 'runar',
        hoursLater: 1,
        text: `I only ever look at the calendar, but could somebody be at the payment page with those places? In the calendar I see such ones with a dashed border.`,
      },
      {
        by: 'sipho',
        hoursLater: 1.5,
        text: `Could be! But then I'd expect the list to say so.`,
      },
      {
        by: 'tomasz',
        hoursLater: 4,
        text: `It is what Rúnar says: places are *held* for ten minutes while somebody pays. The list of slots is cached for 60 seconds to be fast, so it can be a hold behind. With \`fresh=true\` it is not cached, at a price: it counts as five requests.

My advice is not to use \`fresh\` for showing, only right before paying, and to treat the 409 as a normal answer. Someone will always be a second faster:

~~~js
const answer = await book(slot, guests)
if (answer.status === 409) {
  const { slots } = await listSlots(service, { fresh: true })
  return offerOthers(slots.filter(({ placesLeft }) => placesLeft >= guests))
}
~~~`,
      },
      {
        by: 'sipho',
        hoursLater: 8,
        text: `Makes sense. I offer the nearest three times now, and people simply take one of them. Could \`held\` be a number of its own in the list, though? "2 left, 2 being booked right now" sells.`,
      },
      {
        by: 'mireille',
        hoursLater: 26,
        text: `We thought about showing that to guests and decided against it, since it puts people under pressure. In the *API* it is a fair thing to know. It's on the list as \`places_held\`, and I would ask you to use it gently.`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'wren',
    title: 'Widget in a single-page app: the "booked" event fires twice',
    hoursAgo: 380,
    solvedBy: [0],
    text: `I show the widget on one route of a single-page app. If a visitor leaves the route, comes back and books, \`harbor:booked\` fires twice and my thank-you page counts two bookings. Three visits, three events. Classic listener leak, but I do remove mine:

~~~js
onMount(() => {
  const stop = Harbor.mount('#booking', { shop: 'wren-puppets' })
  window.addEventListener('harbor:booked', count)
  return () => window.removeEventListener('harbor:booked', count)
})
~~~`,
    replies: [
      {
        by: 'priya',
        hoursLater: 3,
        text: `You keep \`stop\` but never call it. Each mount leaves its own frame listener behind, and each of those sends the event again.

~~~diff
-  return () => window.removeEventListener('harbor:booked', count)
+  return () => {
+    window.removeEventListener('harbor:booked', count)
+    stop()
+  }
~~~`,
      },
      {
        by: 'wren',
        hoursLater: 3.8,
        text: `I stared at that line for an hour. Yes. One event now. Thank you!`,
      },
    ],
  },
]
