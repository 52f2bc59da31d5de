import type { SampleTopic } from '../sample.ts'

export const shopProblems: readonly SampleTopic[] = [
  {
    category: 'problems',
    kind: 'question',
    by: 'runar',
    title: 'Checkout says "we do not deliver there" for the islands, but we do',
    hoursAgo: 330,
    solvedBy: [0],
    text: `We ship wool hats. Delivery zone is the whole country, flat price. Customers on the islands get *"Sorry, we do not deliver there"* at the last step, after typing everything. I lost at least three orders to it, probably more that never wrote to me.

Their postcodes begin with 9 like many on the mainland. What is different?`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 2.5,
        text: `Your zone has two rules, and the second one wins: *country: all* and, below it, *postcodes 900–949: not delivered*. It was copied from the template "Mainland only" when the zone was made, and the list folds after the first line, so it is easy to miss.

**Settings → Delivery → your zone → Show all rules**, delete the second.

And you are right that the answer comes too late. The postcode is asked before the rest from the next release on.`,
      },
      {
        by: 'runar',
        hoursLater: 5,
        text: `Deleted, and my aunt on the island has ordered a hat as a test. She wants to keep it. Thanks, Tomasz.`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'kofi',
    title: 'Discount code works for me but not for customers',
    hoursAgo: 700,
    solvedBy: [0],
    text: `Code \`SLOWBREW\`, 15 % off, all coffees, valid until the end of the month. If I try it, the price goes down. Four customers say "this code can't be used". What do they do differently?`,
    replies: [
      {
        by: 'oksana',
        hoursLater: 3,
        text: `Is "first order only" ticked? I had that once. You test as a guest, so every order of yours is a first order, but they are regulars.`,
      },
      {
        by: 'kofi',
        hoursLater: 3.4,
        text: `…it is ticked. It was ticked in the code I copied this one from. The very trick I recommended to everybody in the thread about small tricks.

Solved, and humbled.`,
      },
      {
        by: 'mireille',
        hoursLater: 21,
        text: `The message was no help to anybody here. "This code can't be used" is now one of five sentences, and this one would say: *This code is for first orders, and you have ordered before.*`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'kofi',
    title: 'Stock went to -1 although "sell when out of stock" is off',
    hoursAgo: 1010,
    solvedBy: [3],
    text: `Last bag of a small lot. Two orders, four seconds apart, both paid, stock is now **-1**. The setting *sell when out of stock* is off, I checked three times.

I can explain it to one of the two customers and I will, but how can this happen at all?`,
    replies: [
      {
        by: 'sipho',
        hoursLater: 1,
        text: `Guess: stock is taken when the payment is done and not when the thing goes into the basket. Two people at the payment page at the same time, both see "1 left".

That's how most shops do it. The other way, a full basket that nobody pays for blocks your last bag.`,
      },
      {
        by: 'kofi',
        hoursLater: 1.4,
        text: `I'd take the blocked bag, to be honest. A blocked bag I can sell tomorrow. An angry customer I can't.`,
      },
      {
        by: 'wren',
        hoursLater: 2.7,
        text: `I see it the other way round. In December half my baskets are people "just looking". If they block stock, I'm sold out on paper with a full shelf.`,
      },
      {
        by: 'tomasz',
        hoursLater: 6,
        text: `You are both right, so it is a setting: **Settings → Stock → Hold while paying**. Off (the default): stock is taken with the payment. On: it is held for ten minutes from the moment somebody opens the payment page, not from the basket, so people who just look hold nothing.

But your case, Kofi, should not happen with either. With the payment means: the second payment is refused when nothing is left. I looked at the two orders. One was paid by bank transfer, where we learn of the payment later and did **not** check again. That gap is closed now: such an order waits under *Needs attention* instead of taking what isn't there.`,
      },
      {
        by: 'kofi',
        hoursLater: 25,
        text: `Hold switched on, and thank you for looking at the actual orders. The second customer chose another coffee and is happy. Her words: "first shop that ever told me *why*".`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'agnieszka',
    title: 'Import stops at line 212 with "invalid byte"',
    hoursAgo: 1240,
    solvedBy: [0],
    text: `Importing parts for the repair shop. Lines 1 to 211 are fine, then:

~~~
line 212: invalid byte 0xb3 at position 14
nothing was imported
~~~

In my spreadsheet line 212 looks completely normal: *"Łańcuch 11-rz."*. What is wrong with a chain?`,
    replies: [
      {
        by: 'tomasz',
        hoursLater: 1,
        text: `Nothing is wrong with the chain. \`0xb3\` is a small *ł* in an older encoding for Central Europe. The first 211 lines happen to have no letter beyond a to z, so it went unnoticed until there.

When you save, choose **CSV UTF-8** and not plain CSV. If your program doesn't offer it, on the command line:

~~~bash
iconv -f CP1250 -t UTF-8 parts.csv > parts-utf8.csv
~~~`,
      },
      {
        by: 'agnieszka',
        hoursLater: 1.7,
        text: `Saved as UTF-8 and it went through, 480 parts. You would think a person called Śledziówna checks this first. Dziękuję!`,
      },
      {
        by: 'tomasz',
        hoursLater: 2,
        text: `A person called Wąsowicz-Łęski understands. The importer now recognises the four usual old encodings and asks, with a few of your own lines as a preview.`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'hana',
    title: 'Product photos look pale after uploading',
    hoursAgo: 41,
    text: `My celadon bowls are blue-green. After uploading they look grey, as if behind milk glass. On my computer, the same file has the right colours.

The files are JPEG, 4000 px wide, exported from my photo program with a "wide gamut" profile. I tried smaller files, no difference.`,
    replies: [
      {
        by: 'ines',
        hoursLater: 5,
        text: `It's the profile. Harbor makes smaller copies for the shop, and these are in sRGB, which every screen can show. Pictures with a wide profile are converted, except when the profile inside the file is damaged or of a kind we don't know. Then the numbers are taken as they are, and the result is pale, as you describe.

Could you export one picture as **sRGB** and upload it next to the pale one? If that one is right, please send us the original through **Help → Write to us**, so that we can teach the converter your profile.`,
      },
    ],
  },
]
