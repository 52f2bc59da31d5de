import type { SampleTopic } from '../sample.ts'

/** The topic that is long enough to be paged: many short replies. */
export const smallTricks: readonly SampleTopic[] = [
  {
    category: 'start',
    kind: 'discussion',
    by: 'ines',
    title: 'One small trick in Harbor that saves you time every day',
    hoursAgo: 1890,
    text: `Every week one of you shows us something in Harbor that we did not know it could do. Let's collect them.

One trick per reply, one or two sentences, no trick is too small. I begin: in the list of the day, press \`/\` and type the first letters of a name. It beats scrolling by about four seconds, forty times a day.`,
    replies: [
      {
        by: 'kofi',
        hoursLater: 0.6,
        text: `Double click on a stock number to change it in the list. No need to open the product.`,
      },
      { by: 'runar', hoursLater: 1.1, text: `\`g\` then \`t\` goes to today, from anywhere.` },
      { by: 'emre', hoursLater: 1.4, text: `Wait, there are keys?` },
      { by: 'ines', hoursLater: 1.7, text: `Press \`?\` on any page for the list of keys.` },
      {
        by: 'emre',
        hoursLater: 1.8,
        text: `I have been clicking for two years. Thank you and I am going to lie down.`,
      },
      {
        by: 'agnieszka',
        hoursLater: 4,
        text: `You can drag a booking from one bike to another in the week view. Holding Alt copies it instead.`,
      },
      {
        by: 'thuy',
        hoursLater: 6.5,
        text: `Name services with a number in front, like "1 Knife skills". They sort in the order of the course then, not by the alphabet.`,
      },
      {
        by: 'oksana',
        hoursLater: 8,
        text: `The printer icon in the day list respects the filter. I filter by "pick up" and print only those for the counter.`,
      },
      {
        by: 'wren',
        hoursLater: 9.2,
        text: `Paste a whole column from a spreadsheet into the first opening time. It fills the rest downwards.`,
      },
      { by: 'kofi', hoursLater: 9.9, text: `wren, this is great. Works for prices too, just tried.` },
      {
        by: 'fernanda',
        hoursLater: 26,
        text: `Put the house rules into the *reminder*, not the confirmation. People read the one that arrives the day before.`,
      },
      {
        by: 'salwa',
        hoursLater: 27,
        text: `Agree with the reminder. My "wear old clothes" is read since it comes the evening before.`,
      },
      {
        by: 'hana',
        hoursLater: 31,
        text: `A photo of the entrance in the confirmation. No more calls from people standing in front of the wrong door.`,
      },
      {
        by: 'sipho',
        hoursLater: 33,
        text: `Click the order number to copy it. Sounds like nothing. It is not nothing.`,
      },
      { by: 'runar', hoursLater: 49, text: `Saved filters can be the start page. Mine is "today, not paid yet".` },
      {
        by: 'priya',
        hoursLater: 51,
        text: `Add \`?embed=1\` to any booking page to see how it looks inside the widget, without putting it on a site.`,
      },
      {
        by: 'oksana',
        hoursLater: 55,
        text: `Set a "sold out" text per product. Mine says when the next delivery comes, and people wait instead of writing to me.`,
      },
      {
        by: 'mireille',
        hoursLater: 72,
        text: `Reading along with great joy. I did not know the one with the spreadsheet column either, and I work here.`,
      },
      {
        by: 'agnieszka',
        hoursLater: 75,
        text: `Colour by *status* instead of by *service* in the week view (the drop at the top right). One look and I know which bikes are not back yet.`,
      },
      { by: 'emre', hoursLater: 98, text: `Keys report, week one: \`n\` for a new booking has changed my mornings.` },
      {
        by: 'kofi',
        hoursLater: 120,
        text: `Duplicate last month's newsletter discount instead of making a new one. All the exceptions come with it.`,
      },
      {
        by: 'thuy',
        hoursLater: 122,
        text: `Kofi, but check the end date! I copied one that had ended already and wondered for a day.`,
      },
      { by: 'kofi', hoursLater: 123, text: `Guilty of the same. Twice.` },
      { by: 'wren', hoursLater: 146, text: `You can write \`+45m\` into the end time field. It does the sum.` },
      { by: 'hana', hoursLater: 150, text: `And \`+2d\` for pick-up dates after firing. I use it every day now.` },
      {
        by: 'runar',
        hoursLater: 171,
        text: `Two windows side by side: the day list updates by itself in both, so one can stay on the wall screen.`,
      },
      {
        by: 'fernanda',
        hoursLater: 196,
        text: `A private note that begins with "!" is shown in red at check-in. We use it for allergies.`,
      },
      {
        by: 'ines',
        hoursLater: 198,
        text: `Please tick the **Allergy** field for allergies: the kitchen list reads that one and not the notes. The "!" is lovely for everything else.`,
      },
      { by: 'fernanda', hoursLater: 199, text: `Changed this evening. You are right, the kitchen never saw ours.` },
      {
        by: 'salwa',
        hoursLater: 240,
        text: `Write class titles in both languages with a slash. The search finds either.`,
      },
      {
        by: 'sipho',
        hoursLater: 262,
        text: `\`Shift\` + click selects a range in the orders list. Then print 30 labels at once.`,
      },
      {
        by: 'oksana',
        hoursLater: 266,
        text: `Sipho!! I have clicked every single box for Mother's Day. Every. Single. Box.`,
      },
      {
        by: 'agnieszka',
        hoursLater: 312,
        text: `Weather days: **Close from now** in the day menu writes to everybody booked and offers three other dates. Three clicks, and I can go home.`,
      },
      {
        by: 'emre',
        hoursLater: 318,
        text: `Same when a teacher is ill. Rewrite the text first, the default one sounds a bit stern.`,
      },
      { by: 'priya', hoursLater: 400, text: `Hover over a time to see it in the customer's own time zone.` },
      { by: 'thuy', hoursLater: 404, text: `Since when? That would have saved me one class with nobody in it.` },
      {
        by: 'tomasz',
        hoursLater: 406,
        text: `Since the spring. It was in the notes of that release, in the last line, where such things go to be overlooked. My fault.`,
      },
      {
        by: 'kofi',
        hoursLater: 530,
        text: `Barcode scanners just work in the search field. No set-up, it is a keyboard to the computer.`,
      },
      {
        by: 'wren',
        hoursLater: 611,
        text: `You can pin up to three products to the top of a category. I pin what has to go.`,
      },
      {
        by: 'hana',
        hoursLater: 700,
        text: `Kiln full? I made the kiln a resource. Now nobody can book a class whose pots would not fit into the next firing.`,
      },
      { by: 'runar', hoursLater: 702, text: `That is the best one so far.` },
      { by: 'salwa', hoursLater: 706, text: `Going to the studio right now to make my kiln a resource.` },
      {
        by: 'fernanda',
        hoursLater: 980,
        text: `The statistics page takes a date range from the address. I have a bookmark for "this month last year".`,
      },
      {
        by: 'sipho',
        hoursLater: 1230,
        text: `Late to the party: in a reply to a customer, type \`#\` and the order number becomes a link for them.`,
      },
      {
        by: 'ines',
        hoursLater: 1232,
        text: `Never too late. I have put the twenty most liked ones on one page, with pictures: [Small tricks](https://example.com/help/small-tricks). Keep them coming.`,
      },
    ],
  },
]
