import type { SampleTopic } from '../sample.ts'

export const firstSteps: readonly SampleTopic[] = [
  {
    category: 'start',
    kind: 'question',
    by: 'emre',
    title: 'Own domain connected, but still no padlock after an hour. Normal?',
    hoursAgo: 2,
    text: `I pointed \`book.example.org\` at Harbor this morning, as the page under **Settings → Address** says. The page opens, but the browser warns that the connection is not private.

What I have at my registrar:

| Type | Name | Value |
| --- | --- | --- |
| CNAME | book | shops.example.com |
| CAA | @ | (some value I did not set) |

Do I just wait, or is that second row in the way?`,
    replies: [],
  },
  {
    category: 'start',
    kind: 'question',
    by: 'oksana',
    title: 'One account, two businesses?',
    hoursAgo: 210,
    solvedBy: [1],
    text: `I have a flower shop, and in spring my sister and I run weekend workshops in another town. Different name, different bank account, different tax number.

Can I do both in one Harbor account, or will the invoices become a mess?`,
    replies: [
      {
        by: 'agnieszka',
        hoursLater: 3.5,
        text: `I tried it in one account for a season (bike rental + repair shop). Products and bookings are fine. The trouble is exactly the invoices: one sender, one number range.`,
      },
      {
        by: 'ines',
        hoursLater: 5,
        text: `Agnieszka is right. An account has **one** legal sender: one name, one tax number, one bank account. As yours differ, make two accounts.

You don't need two passwords for that:

1. Sign in and choose your name at the top right, then **Add a business**.
2. Your sister gets access to the second one only, under **Settings → Team**.
3. Switch between them from the same menu. The second one starts with its own 30 free days.

If the two only had different *names*, one account with two brands would do: [Brands in one account](https://example.com/help/brands).`,
      },
      {
        by: 'oksana',
        hoursLater: 26,
        text: `Done, took ten minutes. Now my sister cannot see how many tulips I order, which is probably healthy for the family. Thank you both!`,
      },
    ],
  },
  {
    category: 'start',
    kind: 'question',
    by: 'salwa',
    title: 'Can I try everything without real customers seeing it?',
    hoursAgo: 1310,
    solvedBy: [0],
    text: `In autumn I open a second studio, with a site of its own. I want to set it up slowly in the evenings, make test bookings, pay with a fake card, and only then show it to the world. Is there a hidden mode?`,
    replies: [
      {
        by: 'ines',
        hoursLater: 1.2,
        text: `There is, and you are already in it: a new site is **closed** until you choose **Open the doors** on the start page. Until then

- only people signed in to your team see it,
- payments run in test mode (the card numbers are listed on the payment page itself),
- no mail goes to anybody but you, whatever address stands in the booking.

When you open, Harbor asks whether to throw the test bookings away. Say yes, they'd be in your figures otherwise.`,
      },
      {
        by: 'salwa',
        hoursLater: 30,
        text: `Perfect, that is what I hoped. I booked myself into my own beginners' class four times and was late to all of them.`,
      },
    ],
  },
  {
    category: 'start',
    kind: 'question',
    by: 'hana',
    title: 'What is the "duration" when people stay as long as they like?',
    hoursAgo: 96,
    text: `We have an open studio: you come between 10 and 18 o'clock, stay as long as you like, and pay by the hour when you leave. Nine wheels, so at most nine people.

The form for a new service wants a duration. I tried 8 hours, but then one visitor blocks a wheel for the whole day.`,
    replies: [
      {
        by: 'runar',
        hoursLater: 4,
        text: `We do this with our sauna. Duration 60 minutes, and **Guests may book several in a row** ticked. People book two or three hours and adding another on the spot is one tap.

Does not help if they really refuse to say beforehand, of course.`,
      },
      {
        by: 'ines',
        hoursLater: 6.5,
        text: `Rúnar's way is the usual one. If people truly won't say, sell *entry* instead of *time*:

- Kind of service: **Entry** (no duration, only a time of arrival)
- Places: 9, counted per **arrival hour** or per **day**
- Price: 0 at booking, and add the hours at the till under **Extras** when they leave

A wheel becomes free when you press **Left** in the list of the day, not before, so somebody has to press it.`,
      },
    ],
  },
  {
    category: 'start',
    kind: 'question',
    by: 'fernanda',
    title: 'Team accounts: who can see what? I do not want seasonal staff to see revenue',
    hoursAgo: 430,
    solvedBy: [0],
    text: `We run a guest house with eleven rooms and a small shop. In summer four students help at the front desk. They need to see arrivals, take payments and print invoices.

They should not see monthly revenue, other people's wages in the notes, or export the customer list. I found the roles, but not a list of what each one opens.`,
    replies: [
      {
        by: 'ines',
        hoursLater: 2,
        text: `Here is the list. It will go onto the help page too, you are not the first to look for it.

| | Desk | Planner | Manager | Owner |
| --- | :-: | :-: | :-: | :-: |
| Today's bookings and orders | yes | yes | yes | yes |
| Take payments, print invoices | yes | no | yes | yes |
| Refunds | up to a limit | no | yes | yes |
| Change times and prices | no | yes | yes | yes |
| Reports and revenue | no | no | yes | yes |
| Export customers | no | no | no | yes |

For your students: **Desk**, with a refund limit of 0.`,
      },
      {
        by: 'fernanda',
        hoursLater: 3.1,
        text: `That is precise, thank you. One more: internal notes on a booking, does Desk see them? We write things there like "owner's cousin, be patient".`,
      },
      {
        by: 'ines',
        hoursLater: 4.4,
        text: `Desk sees notes, because most of them are meant for the desk ("arrives late", "allergic to nuts"). There is a second field, **Private note**, for Manager and above. The cousin goes there.`,
      },
      {
        by: 'fernanda',
        hoursLater: 22,
        text: `The cousin has been moved. It works as described.`,
      },
    ],
  },
]
