import type { SampleTopic } from '../sample.ts'

export const movingIn: readonly SampleTopic[] = [
  {
    category: 'start',
    kind: 'question',
    by: 'thuy',
    title: 'Moving 340 products from a spreadsheet: in which order do I import things?',
    hoursAgo: 760,
    solvedBy: [1],
    text: `My cooking classes have been in Harbor for a while. Now the shop moves in too: spices, tea and kitchen tools. It all lives in one spreadsheet: products, sizes, stock, and a second sheet with 1,200 customers.

I tried to import the products first. 340 rows went in, but all sizes became separate products, and the categories are empty. Before I delete everything and try again:

1. Is there an order that works (categories, products, variants, customers)?
2. How do I tell it that *Cinnamon 50 g* and *Cinnamon 200 g* are one product?
3. Can I undo an import, or do I click 340 times?`,
    replies: [
      {
        by: 'kofi',
        hoursLater: 1.5,
        text: `Did the same with 90 coffees last year. Answer to 3 first, because it saves your evening: **Import → History → Undo** removes everything that one import created, as long as nobody ordered it. No 340 clicks.`,
      },
      {
        by: 'ines',
        hoursLater: 2.2,
        text: `What Kofi says. And for the order:

1. **Categories** come by themselves. Write \`Spices > Whole\` into the category column and both levels are made.
2. **Products and variants** in one file. Rows with the same \`handle\` are one product.
3. **Stock** in the same file if you have one place, in a file of its own if you have several.
4. **Customers** last, they don't depend on anything.

So your cinnamon looks like this:

~~~
handle,title,category,option,value,price,stock
cinnamon,Cinnamon,Spices > Whole,Size,50 g,3.40,80
cinnamon,,,Size,200 g,9.90,25
~~~

The second row leaves title and category empty: they belong to the product and were said already.`,
      },
      {
        by: 'thuy',
        hoursLater: 20,
        text: `The undo worked and the handle column was the thing I had missed. 212 products now, with sizes. One question is left: my customers' sheet has a column "likes" (people tell me what they like to cook). Where does that go?`,
      },
      {
        by: 'ines',
        hoursLater: 23,
        text: `Into a field of your own: **Settings → Customers → Fields → Add**, then a column with the same name is taken over at import.

Only bring what you use, though. What stands in a customer's record is part of what they get when they ask for their data.`,
      },
      {
        by: 'thuy',
        hoursLater: 47,
        text: `Good point, I left out the column about birthdays, I never used it. Everything is in. Thank you Kofi, thank you Inês.`,
      },
    ],
  },
  {
    category: 'start',
    kind: 'discussion',
    by: 'runar',
    title: 'From nothing to the first paid booking in one afternoon: how I would do it today',
    hoursAgo: 1120,
    text: `I have set up Harbor three times now: for our kayak tours, for my brother's guest house, and for the ski club. The first time took me two weeks because I began with the colours. This is the order I wish somebody had told me. It is long; the short version is *calendar first, payment second, looks last*.

### 1. Write down what can run out

Not what you sell: what can **run out**. For us that is 12 kayaks, 2 guides and 1 van. In Harbor these are *resources*. A tour is a *service* that uses some of them:

| Service | Kayaks | Guides | Van |
| --- | --: | --: | --: |
| Evening tour, up to 6 | 1 per guest | 1 per tour | 0 |
| Day tour, up to 10 | 1 per guest | 2 per tour | 1 |
| Private lesson | 2 | 1 | 0 |

If this table is right, Harbor can't oversell. If you skip it and only set "places: 10" on each tour, it will happily sell a day tour and an evening tour that need the same guide. Ask me how I know.

### 2. Opening hours, then exceptions, then buffers

Set the weekly hours for the **resource**, not for the service. Our van is away every Wednesday, so every tour that needs the van is away on Wednesday, and I never have to think of it again. Then the exceptions (holidays, the day of the regatta). Then the buffers: we need 30 minutes to rinse and dry things, so *after* each tour there is a buffer of 30 minutes on the kayaks, but none on the guide, who can already talk to the next group.

> A buffer belongs to the thing that needs the break.

That sentence was in a reply by Inês in another thread, and it is the best sentence about Harbor I have read.

### 3. One service, one price, one test booking

Make **one** service and book it yourself, on your phone, outside, with bad reception. Everything that annoys you there will annoy your customers. My list after the first try: the meeting point was missing from the confirmation, the tour was called "Tour 1", and the "what to bring" list was so long that nobody could find the button.

### 4. Payment before looks

Connect payments and pay 1.00 with your own card, then refund it. Do this on the first day, because the bank wants papers and it takes a while: two days for us, nine days for the club.

Decide about deposits now. We take 30 % when booking and the rest on the spot, and free cancellation up to 48 hours before. Since then the number of people who don't show up went from about one in twelve to one in sixty.

### 5. Words, then colours

Write the confirmation and the reminder yourself. The ones that come with Harbor are fine but they can't know where you park. Ours, in full:

> Hello! You are booked for {{service}} on {{date}} at {{time}}. Meet us at the red boathouse, the car park is on the left before the bridge. Bring a towel and something warm for afterwards. We have everything else. If the wind is above 8 m/s we call you before 9 in the morning.

Only then the logo, the colours and the photos. It took me twenty minutes, and nobody has ever mentioned the colours.

### What I would leave out at first

- Vouchers (start them in November, not before)
- Languages other than the two you answer the telephone in
- Anything with an API. I mean it with love, and I say that as somebody who has written a small script for the weather since.

Corrections welcome, my way is surely not the only one.`,
    replies: [
      {
        by: 'emre',
        hoursLater: 5,
        text: `The table of things that run out made it click for me. In a yoga studio it's the room and the teacher, and I had been fighting with "places" for a week.`,
      },
      {
        by: 'fernanda',
        hoursLater: 9,
        text: `Very useful. I would disagree on one point: for a guest house the looks come earlier. Guests choose a room by its photographs, and until they were in, not one of my test friends wanted to "book" anything.`,
      },
      {
        by: 'runar',
        hoursLater: 11,
        text: `Fair. My brother says the same. Photos of the *thing* early, colours of the *page* late, then?`,
      },
      {
        by: 'fernanda',
        hoursLater: 12.3,
        text: `On that we can agree.`,
      },
      {
        by: 'mireille',
        hoursLater: 31,
        text: `We read this aloud in our Monday meeting. Two things came out of it: the set-up steps now ask for payment papers first, and the meeting point has a field of its own that goes into the confirmation without your having to think of it. Thank you, Rúnar.`,
      },
      {
        by: 'priya',
        hoursLater: 190,
        text: `I set up a client with exactly this list: one evening, two cups of tea. Their first real booking came the next morning. "Calendar first" is the whole secret.`,
      },
    ],
  },
]
