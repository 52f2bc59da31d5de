import type { SampleTopic } from '../sample.ts'

export const ideas: readonly SampleTopic[] = [
  {
    category: 'ideas',
    kind: 'discussion',
    by: 'runar',
    title: 'Let guests move a booking themselves',
    hoursAgo: 650,
    text: `About a third of the mails I answer say "can we come on Sunday instead". It is always the same: I look, there is room, I move it, I answer. A guest could do that alone from the link in the confirmation.

What I picture:

- until a time that I set (for us 48 hours before)
- only to a slot with room, for the same service
- the difference in price is paid or refunded, or moving is only allowed when it costs the same
- I get a note, not a question`,
    replies: [
      {
        by: 'emre',
        hoursLater: 4,
        text: `Yes please. Yoga people change their mind on Sunday evening for the whole week.`,
      },
      {
        by: 'fernanda',
        hoursLater: 6,
        text: `I would not switch it on. In a guest house one night moved can leave a gap of one night that I never sell. When guests write, I can say "Tuesday to Thursday would be possible". Please make it a choice for each service, and off by default.`,
      },
      {
        by: 'runar',
        hoursLater: 7,
        text: `Fully agree on off by default. The gap would not have occurred to me, our kayaks have no memory of yesterday.`,
      },
      {
        by: 'oksana',
        hoursLater: 22,
        text: `For deliveries too? People move the day of a bouquet all the time. The latest moment would be when I have bought the flowers, the evening before.`,
      },
      {
        by: 'mireille',
        hoursLater: 50,
        text: `Reading this as three wishes, tell me if I'm wrong:

1. Guests move **times** of services that have places (Rúnar, Emre). We want this, it is planned for the next quarter, for each service and off by default.
2. **Stays** over several nights (Fernanda): guests *ask*, you decide, with the free dates beside the question. Later, and only if people want it.
3. **Delivery days** (Oksana): smaller than it looks, probably together with the first.

What I don't know yet: if the new slot is cheaper, do you want to give money back on your own accord?`,
      },
      {
        by: 'runar',
        hoursLater: 53,
        text: `Cheaper: no money back automatically, I would rather hand out a voucher. More expensive: pay the difference or stay where you are.`,
      },
      {
        by: 'emre',
        hoursLater: 76,
        text: `All my classes cost the same, so I have no opinion, for once.`,
      },
    ],
  },
  {
    category: 'ideas',
    kind: 'discussion',
    by: 'wren',
    title: 'Dark screen for the till',
    hoursAgo: 310,
    text: `I sell at evening shows, and the till is the brightest thing in the room. The audience sees my face lit from below like in a ghost story. A dark version of just that one screen would do.`,
    replies: [
      {
        by: 'kofi',
        hoursLater: 2,
        text: `Same at night markets. At noon outside I need the opposite, though: as much contrast as there is. So please a button and not something that follows the phone's setting.`,
      },
      {
        by: 'mireille',
        hoursLater: 20,
        text: `Three positions then: like the device, dark, and "sun" with the strongest contrast. It is being built, I can say that much because I have seen it. The ghost story was read out to everybody.`,
      },
      {
        by: 'wren',
        hoursLater: 21,
        text: `"Sun" is a lovely name for it.`,
      },
    ],
  },
  {
    category: 'ideas',
    kind: 'discussion',
    by: 'kofi',
    title: 'Packing list sorted by shelf, not by order',
    hoursAgo: 27,
    text: `On a normal morning I pack 25 orders. The packing list goes order by order, so I walk to the same shelf up to ten times.

Could there be a second list, *by product*, with the shelf (we have that in a field of our own) and the sum?

| Shelf | Product | Pieces | For orders |
| --- | --- | --: | --- |
| A2 | Filter, 250 g | 14 | 1041, 1043, 1047 … |
| A3 | Espresso, 1 kg | 3 | 1044, 1050 |
| C1 | Paper filters | 9 | 1041, 1042 … |

I make it by hand now from an export, so I know it is possible. But I would rather make coffee.`,
    replies: [],
  },
  {
    category: 'ideas',
    kind: 'discussion',
    by: 'hana',
    title: 'Please let me say that a text must not be translated',
    hoursAgo: 950,
    text: `The automatic translation for the shop is useful for delivery terms. But it also translated the names of my glazes. *Oribe* is a glaze. It became the name of a person. *Shino* was made into "of death", which does not sell bowls.

I would like to mark words, or one field of a product, as *never translate*.`,
    replies: [
      {
        by: 'thuy',
        hoursLater: 3,
        text: `Same with dishes. Nobody should translate *phở*. A list of words for the whole shop would help me more than marking it at each product.`,
      },
      {
        by: 'salwa',
        hoursLater: 8,
        text: `And please also keep the direction of such a word right when it stands in an Arabic sentence. Now the full stop jumps to the wrong side.`,
      },
      {
        by: 'mireille',
        hoursLater: 28,
        text: `"Of death" has convinced us. There'll be a list of protected words for the shop, as Thủy says, and a switch for each field, as Hana says. Salwa, the jumping full stop was a mistake, and it is gone since this morning: every untranslated word is isolated now, so that it can't turn what stands around it.`,
      },
      {
        by: 'hana',
        hoursLater: 420,
        text: `I saw the new list under **Settings → Languages → Protected words**. I entered 31 glazes, and the bowls live again. Thank you very much.`,
      },
    ],
  },
  {
    category: 'ideas',
    kind: 'question',
    by: 'mireille',
    title: 'Which figures do you open first on a Monday morning?',
    hoursAgo: 75,
    text: `We are going to tidy up the reports. There are 23 of them, and our own guess is that most of you need three. Before we move anything, please tell us:

1. Which one do you open first, and what do you do then?
2. Which one have you never opened?
3. What do you still work out by hand?

Screenshots of your own spreadsheets are welcome, with the numbers painted over.`,
    replies: [
      {
        by: 'agnieszka',
        hoursLater: 2,
        text: `1. *Occupancy, next 14 days*. Then I decide how many bikes to bring back from the second place.
2. Anything with "funnel" in its name.
3. How many days a bike stands still per month.`,
      },
      {
        by: 'kofi',
        hoursLater: 5,
        text: `1. *Stock that lasts less than 10 days*, then I roast.
2. The ones about rooms. I sell coffee.
3. What a product earns after postage. Postage is the number that kills me, and it is in no report.`,
      },
      {
        by: 'emre',
        hoursLater: 21,
        text: `1. Honestly? The list of people who haven't come for a month. I write to them. It's the best-paid half hour of my week.`,
      },
      {
        by: 'fernanda',
        hoursLater: 25,
        text: `1. Arrivals, then open payments.
2. I have opened all 23, out of a sense of duty.
3. City tax, by age of the guests, every quarter, with a pencil.`,
      },
      {
        by: 'mireille',
        hoursLater: 46,
        text: `This is gold, please go on. Emre, "hasn't come for a month" exists only as a filter, so it never showed up in our own figures about reports. It will be the fourth.`,
      },
    ],
  },
]
