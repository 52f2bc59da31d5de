import type { SampleTopic } from '../sample.ts'

export const apiQuestions: readonly SampleTopic[] = [
  {
    category: 'api',
    kind: 'question',
    by: 'sipho',
    title: '429 during the nightly sync: what is the actual limit?',
    hoursAgo: 490,
    solvedBy: [0],
    text: `Every night I copy changed orders into our stock system. It worked for months. Since the shop grew, it dies after about a minute with

~~~http
HTTP/1.1 429 Too Many Requests
Retry-After: 17
Content-Type: application/json

{ "error": "rate_limited", "scope": "key" }
~~~

The reference says "generous limits". How generous? I fetch one order per request, about 900 of them.`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 3,
        text: `"Generous" is not a number, you are right. The numbers:

- 120 requests a minute per key, in a sliding window
- 10 at the same time
- writing counts like reading

They now stand in the reference, and each answer carries \`RateLimit-Remaining\`, so that you can slow down before you are stopped.

But for your case don't fetch one by one. The list gives whole orders, 100 at a time, and takes a time to start from:

~~~bash
curl -H "Authorization: Bearer $HARBOR_KEY" \\
  "https://api.example.com/v1/orders?changed_since=2025-03-01T00:00:00Z&limit=100"
~~~

900 orders are then 9 requests.`,
      },
      {
        by: 'sipho',
        hoursLater: 4.5,
        text: `Nine. I feel slightly silly. Is the list as complete as the single order? I remember that line items were missing.`,
      },
      {
        by: 'tomasz',
        hoursLater: 5,
        text: `They were, two years ago. Now add \`expand=lines,payments\` and you get the same object as from \`/orders/{id}\`.`,
      },
      {
        by: 'sipho',
        hoursLater: 24,
        text: `Sync went from 15 minutes (when it got through) to 8 seconds. Thanks!`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'discussion',
    by: 'fernanda',
    title: 'Snippet: all orders of a month into a CSV for the accountant (Python, no libraries)',
    hoursAgo: 1400,
    text: `I am not a programmer; my nephew is, and he wrote this on a rainy Sunday. It asks for one month and writes a file that our accountant can open. Nothing to install. Perhaps somebody can use it.

~~~python
import csv, json, os, sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen

BASE = "https://api.example.com/v1"
KEY = os.environ["HARBOR_KEY"]

def pages(path, **query):
    while True:
        request = Request(f"{BASE}{path}?{urlencode(query)}")
        request.add_header("Authorization", f"Bearer {KEY}")
        with urlopen(request) as answer:
            page = json.load(answer)
        yield from page["items"]
        if not page.get("next"):
            return
        query["after"] = page["next"]

month = sys.argv[1]  # for example 2025-03
out = csv.writer(sys.stdout)
out.writerow(["number", "date", "net", "vat", "total"])
for order in pages("/orders", month=month, status="paid", limit=100):
    out.writerow([order["number"], order["paid_at"][:10],
                  order["net"], order["vat"], order["total"]])
~~~

To run it: \`HARBOR_KEY=… python3 orders.py 2025-03 > march.csv\`. The key needs only the right to *read orders*.`,
    replies: [
      {
        by: 'sipho',
        hoursLater: 7,
        text: `Clean. One remark: \`paid_at\` is in UTC, so an order at 00:30 on the first of the month lands in the month before when you cut off the date like that. If the accountant minds, use \`paid_on\`, which is the date in the shop's own zone.`,
      },
      {
        by: 'fernanda',
        hoursLater: 32,
        text: `My nephew says "ah". He has changed it here, and we found two orders in January that belonged to February. Thank you!`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'priya',
    title: 'Is there a sandbox for automated tests?',
    hoursAgo: 1650,
    text: `We build sites for small shops and would like our tests to run against Harbor instead of against our own idea of Harbor. Is there something we can create, fill and throw away from CI?`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 6,
        text: `Yes. With an agency key you can make test shops, which live for 24 hours and are free:

~~~http
POST /v1/test-shops HTTP/1.1
Host: api.example.com
Authorization: Bearer <agency key>
Content-Type: application/json

{ "template": "bookings", "clock": "2025-06-01T09:00:00+02:00" }
~~~

The answer holds a key for that shop. \`clock\` is what makes it pleasant: the shop believes it is that moment, and \`PATCH\` moves it on, so that a test of "reminder the day before" takes a second.`,
      },
    ],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'priya',
    title: 'OpenAPI file for generating a client?',
    hoursAgo: 11,
    text: `Does a machine-readable description of the API exist? We would rather generate types than copy them from the reference by hand, and the reference page looks as if it were made from one.

If it exists: is it versioned together with the API, and are \`nullable\` fields marked? Those are the ones that bite.`,
    replies: [],
  },
  {
    category: 'api',
    kind: 'question',
    by: 'runar',
    title: 'Calendar feed is hours behind in my calendar app',
    hoursAgo: 240,
    solvedBy: [1],
    text: `I subscribed to the feed under **Settings → Calendar feed** so that the guides see their tours on the phone. A booking made at 9 shows up at about 13, sometimes later. For tours on the same day it is useless. Can it be made faster?`,
    replies: [
      {
        by: 'sipho',
        hoursLater: 2,
        text: `The feed is up to date, I am fairly sure. It's the calendar app that only looks every few hours. You can check with:

~~~bash
curl -s "https://shops.example.com/feeds/YOUR-FEED.ics" | grep -c BEGIN:VEVENT
~~~

before and after a test booking.`,
      },
      {
        by: 'tomasz',
        hoursLater: 3.5,
        text: `Correct. The feed asks to be read every 15 minutes (\`REFRESH-INTERVAL\`), but many apps decide for themselves, and we can't push into a subscribed calendar.

For the same day, give the guides the **Desk** role without payments, and notifications on. That reaches the phone within seconds, and the feed stays for planning the week.`,
      },
      {
        by: 'runar',
        hoursLater: 29,
        text: `Done so. Guides get a buzz, the feed is for the week. One of them complains that he can't claim any more he didn't know, so it must be working.`,
      },
    ],
  },
]
