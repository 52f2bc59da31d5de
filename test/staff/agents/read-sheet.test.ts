import assert from 'node:assert/strict'
import { Invalid } from '../../../src/kernel/index.ts'
import { readSheet } from '../../../src/staff/agents/read-sheet.ts'
import { rowsXml, workbook, xlsx, zip } from '../../support/xlsx.ts'

/** The message key that refuses a file. */
async function refusal(file: Buffer): Promise<string> {
  try {
    await readSheet(file)
  } catch (error) {
    assert.ok(error instanceof Invalid, String(error))
    return (error.fields['file'] ?? '').replace('agents:refusal.', '')
  }
  return 'taken'
}

const header = ['Name', 'E-mail']
const people = [header, ['Zoë Łęska', 'zoe@example.com']]

describe('a spreadsheet of people', () => {
  it('is read row by row with the numbers that the rows have there', async () => {
    const rows = await readSheet(
      xlsx([[], header, [], ['  Zoë \n Łęska ', 'zoe@example.com', 'x'], ['', 'al@example.com']]),
    )
    assert.deepEqual(rows, [
      { row: 2, cells: ['Name', 'E-mail', ''] },
      { row: 4, cells: ['Zoë Łęska', 'zoe@example.com', 'x'] },
      { row: 5, cells: ['', 'al@example.com', ''] },
    ])
  })

  it('is values only: a formula is what was last shown, and none is worked out', async () => {
    const formula =
      '<row r="1"><c r="A1" t="str"><f>CONCATENATE("a","b")</f><v>shown</v></c><c r="B1"><v>5</v></c></row>'
    assert.deepEqual(await readSheet(zip(workbook(formula))), [{ row: 1, cells: ['shown', '5'] }])
  })

  it('is refused with the reason when it is something else, whatever its name says', async () => {
    const macros = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'
    const files: Record<string, [Buffer, string]> = {
      'a text': [Buffer.from('Name,E-mail\nZoë,zoe@example.com'), 'notXlsx'],
      nothing: [Buffer.alloc(0), 'notXlsx'],
      'an archive of something else': [zip({ 'readme.txt': 'no sheet' }), 'notXlsx'],
      'a document of another program': [zip({ ...workbook('', 'application/msword') }), 'notXlsx'],
      'the format before 2007': [Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'old'],
      'a workbook with macros': [zip(workbook(rowsXml(people), macros)), 'macro'],
      'macros without saying so': [zip({ ...workbook(rowsXml(people)), 'xl/vbaProject.bin': 'x' }), 'macro'],
      'one cut short': [xlsx(people).subarray(0, -40), 'broken'],
      'one with a damaged part': [damaged(xlsx(people)), 'broken'],
      'no sheet inside': [zip({ ...workbook(''), 'xl/workbook.xml': '<workbook/>' }), 'broken'],
    }
    for (const [what, [file, why]] of Object.entries(files)) assert.equal(await refusal(file), why, what)
  })

  it('is refused when it would unpack to more than it may, whatever sizes it claims', async () => {
    const swollen = { ...workbook(rowsXml(people)), 'xl/media/zeros.xml': Buffer.alloc(40 * 1024 * 1024) }
    const file = zip(swollen, { lie: 10 })
    assert.ok(file.length < 1024 * 1024)
    const before = process.memoryUsage().rss
    assert.equal(await refusal(file), 'swollen')
    assert.ok(process.memoryUsage().rss - before < 60 * 1024 * 1024)
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`xl/${at}.xml`, '']))
    assert.equal(await refusal(zip({ ...workbook(''), ...many })), 'swollen')
  })

  it('is refused when one cell stands so far away that the empty ones before it would fill the memory', async () => {
    const at = (place: string): Buffer =>
      zip(workbook(`<row r="1"><c r="${place}" t="inlineStr"><is><t>x</t></is></c></row>`))
    assert.equal(await refusal(at('A1048576')), 'tooMany')
    assert.equal(await refusal(at('XFD1')), 'broken')
    // The same written otherwise, as a parser of XML reads it.
    assert.equal(await refusal(at('XFD&#49;048576')), 'broken')
  })

  it('makes nothing of entities that would grow', async () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    const parts = workbook(rowsXml([['&b;', 'x']]).replace('&amp;b;', '&b;'))
    const file = zip({ ...parts, 'xl/worksheets/sheet1.xml': laughs + String(parts['xl/worksheets/sheet1.xml']) })
    assert.ok(!JSON.stringify(await readSheet(file).catch(() => [])).includes('haha'))
  })
})

/** With zeros in the midst of its first packed part. */
function damaged(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  copy.fill(0, 70, 110)
  return copy
}
