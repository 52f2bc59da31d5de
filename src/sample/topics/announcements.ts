import type { SampleTopic } from '../sample.ts'

export const announcements: readonly SampleTopic[] = [
  {
    category: 'news',
    kind: 'announcement',
    by: 'mireille',
    title: 'Waiting lists are here',
    hoursAgo: 145,
    text: `*"Every week somebody cancels, and then an empty wheel stands there."* So began a thread by Salwa, and this release is the answer to it.

When a service is full, guests can put themselves on a list. When a place becomes free,

1. the first on the list gets an offer by mail and has **two hours** to accept (counted between 8 and 21 o'clock),
2. then the next one,
3. and on the day itself everybody on the list gets it at once.

Nobody is booked or charged without having said yes. Guests see their number and leave the list with one click.

You switch it on for each service: **Services → Places → When full: offer a waiting list**. It is off until you do. Two hours is a suggestion that you can change; all texts are yours to edit. More in [Waiting lists](https://example.com/help/waiting-lists).`,
    replies: [
      {
        by: 'ines',
        hoursLater: 20,
        text: `The question we got most often since yesterday: *What happens to people who already wrote to me?* You can add them by hand under **Services → Places → Waiting list → Add**, in the order you like. They get a mail that asks whether they still want to wait.`,
      },
    ],
  },
  {
    category: 'news',
    kind: 'announcement',
    by: 'tomasz',
    title: 'Maintenance on Sunday, 04:00 to 05:00 UTC',
    hoursAgo: 400,
    text: `We move the database to new machines on Sunday between **04:00 and 05:00 UTC**.

- Shops and booking pages stay open for reading. Ordering and booking pauses for about 20 minutes and says so.
- The API answers writes with \`503\` and a \`Retry-After\` in that time. Webhooks are kept and sent afterwards, in order.
- Mails that would go out in that hour go out after it.

You don't have to do anything. If you have a large event that opens for booking in that hour, please write to us before Friday, and we'll find another one.`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 84,
        text: `Done. Writing was paused from 04:06 to 04:23 UTC. All waiting webhooks had been delivered by 04:31. Nothing was lost: we compared the counts of orders, bookings and payments before and after.`,
      },
    ],
  },
  {
    category: 'news',
    kind: 'announcement',
    by: 'tomasz',
    title: 'What happened during the slow checkout on Tuesday',
    hoursAgo: 1060,
    text: `On Tuesday, for 40 minutes, one in five people could not finish paying. That was our fault, it cost some of you money, and you should know how it came about.

| UTC | |
| --- | --- |
| 15:58 | A release changes how delivery prices are looked up. |
| 16:05 | First shops with many zones become slow: 6 s instead of 0.2 s. |
| 16:12 | Payments begin to time out. The alarm goes off. |
| 16:20 | We suspect the payment provider. That was wrong and cost us 17 minutes. |
| 16:37 | We find the query and take the release back. |
| 16:45 | Everything is normal. |

**Why.** The new query was fast with the 3 zones of our test shop, and slow with 400. It ran while the payment was waiting, so slow became *failed*.

**Was anybody charged without an order?** Eleven people were. All of them had been refunded by 19:30, and the shops were told the same evening.

**What we changed.** Our test shops now have the size of the largest real ones. Delivery prices are looked up before the payment begins. And the alarm looks at the checkout as a whole: it would have gone off at 16:05.

We are sorry. If you lost orders in that time, write to us through **Help → Write to us**; we'll look at it together.`,
    replies: [
      {
        by: 'ines',
        hoursLater: 25,
        text: `Everybody who wrote to us has had an answer by now. For completeness: the fee for that day has been taken off the next bill of all shops that had at least one failed payment, whether they wrote or not.`,
      },
    ],
  },
  {
    category: 'news',
    kind: 'announcement',
    by: 'tomasz',
    title: 'API: times without an offset will be refused in 90 days',
    hoursAgo: 600,
    text: `Today the API accepts times like \`2025-07-12T09:00:00\` and reads them in the time zone of the shop. That goes well until a shop moves, has two places, or somebody's server stands elsewhere. In 90 days such times are refused:

~~~http
HTTP/1.1 422 Unprocessable Content
Content-Type: application/json

{
  "error": "offset_missing",
  "field": "starts_at",
  "hint": "Write 2025-07-12T09:00:00+02:00 or 2025-07-12T07:00:00Z"
}
~~~

**Am I affected?** Look under **Settings → API → Warnings**. Each key that sent such a time in the last 30 days stands there, with an example.

**What to do.** Add the offset. In JavaScript \`date.toISOString()\` does it, in Python a \`datetime\` with a time zone and \`isoformat()\`. To try it out today, send the header \`Harbor-Strict: times\`.`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 190,
        text: `Halfway through the first month: 61 keys were affected, 38 are left. The owners of those got a mail. If yours is a program that you can't change yourself, answer that mail and tell us whose it is, and we'll talk to them.`,
      },
    ],
  },
  {
    category: 'news',
    kind: 'announcement',
    by: 'ines',
    title: 'Welcome to our forum: how we do things here',
    hoursAgo: 2000,
    text: `This is where people who use Harbor help each other, and where we read along every working day. Three of us write here: Tomasz (API and everything technical), Mireille (what comes next) and I (everything else). You recognise us by the mark beside the name.

What makes a good question:

- **What did you do, what did you see, what did you expect?** Three sentences are enough.
- The exact words of an error message. Copy it, don't retell it.
- If it is about one page, its address.

What we ask of you:

> Write as you would speak to a colleague. Disagree with the idea and not with the person. And when something helped, come back and say so, because the next one who searches will be glad.

Please leave out names of customers, order numbers together with addresses, and keys. If it is about *one* order or *your* account, write to us through **Help → Write to us** instead: that is private.`,
    replies: [],
  },
]
