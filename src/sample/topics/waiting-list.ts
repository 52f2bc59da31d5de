import type { SampleTopic } from '../sample.ts'

/** One wish from the first words to the day on which it came true. */
export const waitingList: readonly SampleTopic[] = [
  {
    category: 'ideas',
    kind: 'discussion',
    by: 'salwa',
    title: 'A waiting list for classes that are full',
    hoursAgo: 1780,
    text: `My Saturday class is full five weeks ahead. Every week somebody cancels, and then an empty wheel stands there while six people would have loved to come. I keep a paper list and telephone on Friday evenings.

Harbor knows who cancels, and it could know who is waiting. Please connect the two.`,
    replies: [
      { by: 'emre', hoursLater: 2, text: `+1. With me it is the Tuesday evening class.` },
      {
        by: 'agnieszka',
        hoursLater: 5,
        text: `Yes! But how should it hand out the free place: to the first on the list, or to everybody at once and the fastest gets it?`,
      },
      {
        by: 'salwa',
        hoursLater: 6,
        text: `First on the list, automatically. Who waits longest gets the place.`,
      },
      {
        by: 'emre',
        hoursLater: 9,
        text: `Please not automatically! If I wait for Tuesday and on Tuesday at noon I am *booked and charged* without being asked, I'd be furious. I have made other plans by then.`,
      },
      {
        by: 'salwa',
        hoursLater: 10,
        text: `That is true. Asked first, then. But with a time limit, or the place stands empty while somebody sleeps.`,
      },
      {
        by: 'wren',
        hoursLater: 30,
        text: `My theatre does: offer to the first, two hours to say yes, then the next. On the day of the show everybody gets the message, first come first served. Seems fair to people.`,
      },
      {
        by: 'mireille',
        hoursLater: 52,
        text: `Thank you for working this out among yourselves, that's half the design. wren's version is close to what we had sketched. One question: should people see their number on the list?`,
      },
      {
        by: 'hana',
        hoursLater: 55,
        text: `Yes. If I am the ninth, I book another week instead of hoping.`,
      },
      {
        by: 'agnieszka',
        hoursLater: 58,
        text: `Yes, and let them leave the list with one click.`,
      },
      {
        by: 'mireille',
        hoursLater: 700,
        text: `Short sign of life: four shops are trying it, two of them from this thread. The two-hour limit turned out too short for the night, so it only counts between 8 and 21 o'clock.`,
      },
      {
        by: 'mireille',
        hoursLater: 1636,
        text: `It is there, for everybody: see **Waiting lists are here** under Announcements. Salwa, the first line of the release notes is yours.`,
      },
      {
        by: 'salwa',
        hoursLater: 1765,
        text: `I have thrown away the paper list! Last Friday I was at home at six, and on Saturday all wheels were turning.`,
      },
    ],
  },
]
