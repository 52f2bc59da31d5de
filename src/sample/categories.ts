import type { SampleCategory } from './sample.ts'

/** The parts of the sample forum, in the order in which they are shown. */
export const sampleCategories: readonly SampleCategory[] = [
  {
    key: 'start',
    name: 'Getting started',
    description: 'Setting up your shop or your first bookable service, moving over from something else, small tricks.',
    colour: 'teal',
    writeRole: 'members',
  },
  {
    key: 'problems',
    name: 'Questions and problems',
    description:
      'Something behaves in a way you did not expect. Tell us what you did, what you saw and what you wanted.',
    colour: 'blue',
    writeRole: 'members',
  },
  {
    key: 'api',
    name: 'API and integrations',
    description: 'Webhooks, keys, the booking widget, calendar feeds and code that talks to Harbor.',
    colour: 'purple',
    writeRole: 'members',
  },
  {
    key: 'ideas',
    name: 'Ideas',
    description: 'What Harbor should do and does not yet. Describe the day it would have helped.',
    colour: 'amber',
    writeRole: 'members',
  },
  {
    key: 'news',
    name: 'Announcements',
    description: 'New in Harbor, planned maintenance, and what went wrong when something did. Written by our team.',
    colour: 'slate',
    writeRole: 'staff',
  },
]
