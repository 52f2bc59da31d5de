/** Explanations to begin with. What stands in `[[…]]` has to be replaced before one can be sent. */
export const templates = [
  'personalGranted',
  'personalDeclined',
  'expression',
  'copyrightGranted',
  'copyrightIncomplete',
  'illegalGranted',
] as const
export type Template = (typeof templates)[number]

export const templateKeys = {
  personalGranted: { title: 'removals:template.personalGranted.title', text: 'removals:template.personalGranted.text' },
  personalDeclined: {
    title: 'removals:template.personalDeclined.title',
    text: 'removals:template.personalDeclined.text',
  },
  expression: { title: 'removals:template.expression.title', text: 'removals:template.expression.text' },
  copyrightGranted: {
    title: 'removals:template.copyrightGranted.title',
    text: 'removals:template.copyrightGranted.text',
  },
  copyrightIncomplete: {
    title: 'removals:template.copyrightIncomplete.title',
    text: 'removals:template.copyrightIncomplete.text',
  },
  illegalGranted: { title: 'removals:template.illegalGranted.title', text: 'removals:template.illegalGranted.text' },
} as const satisfies Record<Template, { title: string; text: string }>
