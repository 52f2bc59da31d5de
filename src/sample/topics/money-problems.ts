import type { SampleTopic } from '../sample.ts'

export const moneyProblems: readonly SampleTopic[] = [
  {
    category: 'problems',
    kind: 'question',
    by: 'oksana',
    title: 'Customer says she was charged twice. What do I tell her?',
    hoursAgo: 170,
    solvedBy: [1],
    text: `She ordered one bouquet, 38.00. In Harbor there is one order, paid once. Her bank's app shows two times 38.00, and she sent me a picture. She is very friendly about it, but I have no idea what to answer. Do I refund one of them? Which one?`,
    replies: [
      {
        by: 'kofi',
        hoursLater: 0.7,
        text: `Please don't refund yet! Nine times out of ten one of the two is a *reservation* that the bank drops after a few days. If you refund, you have given the bouquet away.`,
      },
      {
        by: 'ines',
        hoursLater: 1.5,
        text: `Kofi is right, and you can check it. Open the order and choose **Payment → Attempts**. I see two lines there:

| Time | Amount | Result |
| --- | --: | --- |
| 10:02:11 | 38.00 | given up: the bank's confirmation was not finished |
| 10:03:40 | 38.00 | paid |

The first was only *reserved* and never taken. Her bank shows it until it expires, for most of them within 3 to 7 days. You could tell her:

> Only one payment reached us. The other line is a reservation from a first attempt that was not completed. Your bank removes it by itself within a week. If it is still there after that, write to me and I will sort it out with you.`,
      },
      {
        by: 'oksana',
        hoursLater: 2,
        text: `I sent her exactly this text. She answered with a heart.`,
      },
      {
        by: 'oksana',
        hoursLater: 122,
        text: `For others who find this: the second line disappeared from her app after five days, without anybody doing anything.`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'fernanda',
    title: 'VAT on invoices: the sum of the lines differs from the total by 0.01',
    hoursAgo: 560,
    solvedBy: [2],
    text: `Our accountant returned fourteen invoices. An example, prices without VAT, rate 23 %:

| Line | Net | VAT |
| --- | --: | --: |
| Room, 1 night | 64.15 | 14.75 |
| Breakfast | 9.67 | 2.22 |
| Parking | 4.39 | 1.01 |
| **Sum of the lines** | **78.21** | **17.98** |
| **Printed total** | **78.21** | **17.99** |

She says it has to be one or the other. I am inclined to believe her. Where does the cent come from?`,
    replies: [
      {
        by: 'wren',
        hoursLater: 2,
        text: `Rounding. Line by line: 14.7545 → 14.75, 2.2241 → 2.22, 1.0097 → 1.01, together 17.98. On the total: 78.21 × 0.23 = 17.9883 → 17.99. Both are "correct", they just have to be used in the same way throughout.`,
      },
      {
        by: 'fernanda',
        hoursLater: 3,
        text: `I understand the arithmetic, thank you. But the accountant does not want both ways on one sheet of paper, and neither do I.`,
      },
      {
        by: 'tomasz',
        hoursLater: 8,
        text: `wren's sums are right and so is your accountant. What happened: the *total* is rounded as set in **Settings → Tax → Rounding** (yours: on the total), but the *lines* print their own rounded VAT, which that setting did not reach.

Since yesterday's release, with "on the total", the difference is given to the line where it changes the least (here: Parking, 1.02), and the lines add up. With "per line" the total is the sum of the lines. Which one you use is for your accountant to say, as the rules differ from country to country.

For the fourteen: please don't edit them. Choose **Cancel and issue again** in the invoice's menu, which keeps the numbers in order.`,
      },
      {
        by: 'agnieszka',
        hoursLater: 11,
        text: `Could there be a way to do that for all of them at once? I have about sixty from the last quarter.`,
      },
      {
        by: 'tomasz',
        hoursLater: 30,
        text: `There is now: in the list of invoices, filter **Lines don't add up**, select all, **Cancel and issue again**. It asks once, with the full list. Customers get one mail each that explains it.`,
      },
      {
        by: 'fernanda',
        hoursLater: 52,
        text: `All fourteen accepted. The accountant asks me to convey her compliments, which I had not known she gave out.`,
      },
    ],
  },
]
