import type { Document } from 'mongodb'
import { type PipelineCase, pipelineTable } from './pipeline-table.ts'
import { fails } from './table.ts'

const documents: Document[] = [
  { _id: 1, g: 'a', v: 3, d: new Date('2024-01-01') },
  { _id: 2, g: 'a', v: 1, d: new Date('2024-01-03') },
  { _id: 3, g: 'b', v: 5, d: new Date('2024-01-02') },
  { _id: 4, g: 'b', v: null, d: new Date('2024-01-04') },
]
const byId = { $sort: { _id: 1 } }

function windowed(output: Document): Document[] {
  const made = Object.keys(output)[0] ?? ''
  return [{ $setWindowFields: { partitionBy: '$g', sortBy: { d: 1 }, output } }, { $project: { [made]: 1 } }, byId]
}

function made(...values: unknown[]): Document[] {
  return values.map((made, index) => ({ _id: index + 1, made }))
}

const running = { documents: ['unbounded', 'current'] }

const cases: PipelineCase[] = [
  [documents, windowed({ made: { $sum: '$v', window: running } }), made(3, 4, 5, 5)],
  [documents, windowed({ made: { $sum: '$v' } }), made(4, 4, 5, 5)],
  [documents, windowed({ made: { $avg: '$v', window: { documents: [-1, 0] } } }), made(3, 2, 5, 5)],
  [documents, windowed({ made: { $rank: {} } }), made(1, 2, 1, 2)],
  [documents, windowed({ made: { $documentNumber: {} } }), made(1, 2, 1, 2)],
  [documents, windowed({ made: { $shift: { output: '$v', by: 1, default: 'none' } } }), made(1, 'none', null, 'none')],
  [documents, windowed({ made: { $push: '$v', window: running } }), made([3], [3, 1], [5], [5, null])],
  [documents, [{ $setWindowFields: 5 }], fails(9)],
  [
    documents,
    [{ $fill: { sortBy: { d: 1 }, output: { v: { method: 'locf' } } } }, { $project: { v: 1 } }],
    [
      { _id: 1, v: 3 },
      { _id: 3, v: 5 },
      { _id: 2, v: 1 },
      { _id: 4, v: 1 },
    ],
  ],
  [
    documents,
    [{ $fill: { output: { v: { value: 0 } } } }, { $match: { v: 0 } }, { $project: { v: 1 } }],
    [{ _id: 4, v: 0 }],
  ],
  [
    [
      { _id: 1, n: 1 },
      { _id: 2, n: 4 },
    ],
    [{ $densify: { field: 'n', range: { step: 1, bounds: 'full' } } }],
    [{ _id: 1, n: 1 }, { n: 2 }, { n: 3 }, { _id: 2, n: 4 }],
  ],
]

describe('windows and gaps', () => {
  pipelineTable('of sorted documents', cases)
})
