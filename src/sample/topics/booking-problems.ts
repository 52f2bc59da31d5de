import type { SampleTopic } from '../sample.ts'

export const bookingProblems: readonly SampleTopic[] = [
  {
    category: 'problems',
    kind: 'question',
    by: 'thuy',
    title: 'Confirmation shows the wrong time for a customer abroad (7 hours off)',
    hoursAgo: 54,
    solvedBy: [3],
    text: `A woman in another country booked my online dumpling class. My calendar says **Saturday 18:00**, which is right. Her confirmation says **Saturday 11:00**. She thinks it is in the morning *my* time and asks whether I really cook at 11.

The reminder the day before then said 18:00 again. So which time does Harbor write into mails, mine or theirs? And can I choose?`,
    replies: [
      {
        by: 'runar',
        hoursLater: 0.8,
        text: `For online services it is the customer's own time zone, for services at a place it is yours. Makes sense when you know it. Is the class set to *online*?`,
      },
      {
        by: 'thuy',
        hoursLater: 1.3,
        text: `Yes, online. Then 11:00 is right for her (7 hours difference), only nothing in the mail says *whose* 11:00 it is.`,
      },
      {
        by: 'ines',
        hoursLater: 2.1,
        text: `Rúnar is right about the rule. What you saw are two things:

- The confirmation uses \`{{time}}\`, which is the customer's time for online services. The zone's name is a placeholder of its own, \`{{zone}}\`, and your text was written before it existed, so it isn't in there.
- The reminder saying 18:00 is **our mistake**. It should follow the same rule. I could repeat it here.

To mend the first one now: **Settings → Mails → Confirmation**, and write \`{{time}} ({{zone}})\`. For the second I have handed it to Tomasz.`,
      },
      {
        by: 'tomasz',
        hoursLater: 20,
        text: `Found it. Reminders were rendered once for the class and not once for each guest, so everybody got the zone of the shop. Mended and running since half an hour ago; reminders that are already waiting to be sent are made anew.

Sorry, Thủy. A mail with a wrong time is among the worst things booking software can do.`,
      },
      {
        by: 'thuy',
        hoursLater: 27,
        text: `I sent a reminder to myself with the computer set to another zone: it says "11:00 (UTC)" now, and the calendar attachment is right too. That worked, thanks for being so quick.`,
      },
      {
        by: 'priya',
        hoursLater: 29,
        text: `Does the same go for \`starts_at\` in the \`booking.reminder\` webhook? Ours always came with the shop's offset.`,
      },
      {
        by: 'tomasz',
        hoursLater: 30.5,
        text: `No change there. Webhooks carry the shop's offset on purpose, and \`guest.time_zone\` beside it. The moment is the same, only the way of writing it differs.`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'emre',
    title: 'Where did my Friday slots go?!',
    hoursAgo: 19,
    text: `Since this morning no class on any Friday in the next two months can be booked. Other days are fine. I changed nothing, I swear. Please help, Friday is half my income.`,
    replies: [
      {
        by: 'ines',
        hoursLater: 0.4,
        text: `I had a look (you can see that I did, under **Settings → Access by Harbor**). Yesterday at 21:14 somebody in your team set the *Large room* to closed, "every Friday", from the phone app. I suspect that "this Friday" was meant: the two are next to each other on a small screen.

**Resources → Large room → Closures**, and delete the line that repeats. Your slots are back the moment you save. Nothing that was booked already has been cancelled.`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'salwa',
    title: 'Reminder mails go out at three in the morning',
    hoursAgo: 1480,
    solvedBy: [1],
    text: `My classes begin at 15:00 and the reminder is set to 12 hours before. So it goes out at 3:00 at night, and some phones make a noise. Two people complained, politely.

Is there something like "the evening before"?`,
    replies: [
      {
        by: 'agnieszka',
        hoursLater: 2,
        text: `Use "1 day before" and pick the hour in the second field, which only appears when you choose days and not hours. Took me a while too.`,
      },
      {
        by: 'ines',
        hoursLater: 3,
        text: `That is the way. There is also a **quiet time** in **Settings → Mails** (off by default): a mail that would go out between the two times you set waits for the end of it, except confirmations, which people expect at once.`,
      },
      {
        by: 'salwa',
        hoursLater: 14,
        text: `Set to the day before at 18:00, with quiet time from 21 to 8. Everybody sleeps. Thanks!`,
      },
    ],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'wren',
    title: 'Can\'t delete an old service: "is still in use", but by what?',
    hoursAgo: 1,
    text: `Trying to get rid of "Puppet making (2-day)". It has no future bookings, it isn't in any category and I took it out of the widget. Still:

> This service is still in use and can't be deleted.

In use by *what*? I'd happily clean up whatever it is if the message told me.`,
    replies: [],
  },
  {
    category: 'problems',
    kind: 'question',
    by: 'emre',
    title: 'Booking widget is blank on my phone, fine on the laptop',
    hoursAgo: 265,
    solvedBy: [6],
    text: `I put the widget on my own site at [studio.example.org](https://studio.example.org/classes). On the laptop it's perfect. On my phone there is just white space where it should be. Two students see the same, a third one says it works for her.

I copied the code exactly as shown:

~~~html
<div id="harbor-booking"></div>
<script src="https://shops.example.com/widget.js" data-shop="emre-yoga" async></script>
~~~`,
    replies: [
      {
        by: 'priya',
        hoursLater: 1,
        text: `Opened it on two phones: one blank, one fine. The blank one is in a browser with a content blocker. Is yours?`,
      },
      {
        by: 'emre',
        hoursLater: 1.6,
        text: `No idea what that is, so probably not? I turned off everything I could find. Still white.`,
      },
      {
        by: 'priya',
        hoursLater: 2.2,
        text: `Hm, then there are two different things going on. I connected the phone to my computer, and this is in the console on *your* page:

~~~
Refused to frame 'https://shops.example.com/' because it violates the
following Content Security Policy directive: "frame-src 'self'".
~~~

So your site forbids it. But then it should be blank on the laptop too…`,
      },
      {
        by: 'emre',
        hoursLater: 3,
        text: `On the laptop I am usually logged in to the editor of my site. Can that be it?`,
      },
      {
        by: 'priya',
        hoursLater: 3.2,
        text: `That is it exactly. Many site builders don't send the policy to logged-in editors, so that their own tools work. Open it in a private window and I bet it's white.`,
      },
      {
        by: 'emre',
        hoursLater: 3.5,
        text: `White. You win.`,
      },
      {
        by: 'tomasz',
        hoursLater: 4.8,
        text: `Nice find. The header your site needs:

~~~http
Content-Security-Policy: frame-src 'self' https://shops.example.com; script-src 'self' https://shops.example.com
~~~

If the builder only has a box for "allowed frames", it is the host alone: \`shops.example.com\`. With that, [the three ways to embed](https://example.com/help/widget) all work.

The widget should also say something instead of staying white. I am on that.`,
      },
      {
        by: 'emre',
        hoursLater: 26,
        text: `There was such a box, under "Security (advanced)", where I would never have looked. Works on all phones now. Priya, next time you're in town there is a free class for you.`,
      },
      {
        by: 'tomasz',
        hoursLater: 170,
        text: `And the widget now shows a link to the booking page when it can't be framed, instead of nothing. Live for everybody, no change to your code.`,
      },
    ],
  },
]
