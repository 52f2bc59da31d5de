import type { DataDeclaration, Ending, PersonalField } from '../../kernel/index.ts'
import { areaKeys, areaOf, type Area } from './map.words.ts'

/** One part of the product with what it holds of people. */
export interface MapArea {
  area: Area
  titleKey: string
  rows: PersonalField[]
}

/** What is held of people, by parts of the product, for the public page. A part that holds nothing is not there. */
export function mapAreas(declarations: readonly DataDeclaration[]): MapArea[] {
  return (Object.keys(areaKeys) as Area[])
    .map((area) => ({
      area,
      titleKey: areaKeys[area],
      rows: declarations
        .filter(({ collection }) => (areaOf[collection] ?? 'other') === area)
        .flatMap(({ fields }) => fields),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/** The same as Markdown with every collection, for the owner's records and for docs/privacy-map.md. */
export function mapMarkdown(declarations: readonly DataDeclaration[]): string {
  const sorted = declarations.toSorted((one, other) => (one.collection < other.collection ? -1 : 1))
  const holding = sorted.filter(({ fields }) => fields.length > 0)
  const empty = sorted.filter(({ fields }) => fields.length === 0).map(({ collection }) => `\`${collection}\``)
  return [
    '# What is held of people, and where',
    '',
    'Made by `npm run privacy:map` from what the models declare; a test fails when it is not current.',
    ...holding.flatMap(sectionOf),
    '',
    '## Collections that hold nothing of people',
    '',
    empty.join(', '),
  ].join('\n')
}

function sectionOf({ collection, fields, endedBy = [] }: DataDeclaration): string[] {
  return [
    '',
    `## ${collection}`,
    '',
    ...(endedBy.length > 0 ? [`What is old is erased by ${endedBy.map(nameOf).join(' and ')}.`, ''] : []),
    '| fields | what | why | until | who sees it |',
    '| --- | --- | --- | --- | --- |',
    ...fields.map(
      ({ field, what, why, until, seenBy }) => `| ${[field, what, why, until, seenBy].map(cell).join(' | ')} |`,
    ),
  ]
}

const nameOf = (ending: Ending): string =>
  'index' in ending ? `the store (index on \`${ending.index}\`)` : `the job \`${ending.job}\``

const cell = (text: string): string => text.replaceAll('|', '\\|')
