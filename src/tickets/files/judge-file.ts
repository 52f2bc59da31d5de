/** What a file is, by its bytes alone. */
export interface JudgedFile {
  /** What it is served as. */
  type: string
  /** The end that its name must have; undefined for text, whose end says what kind of text. */
  endings: readonly string[]
}

interface Kind extends JudgedFile {
  fits: (bytes: Buffer) => boolean
}

/**
 * Judges a file by its content. Undefined for what isn't taken: programs, pictures that may hold scripts, and whatever
 * can't be told. Text of every kind, HTML as well, is taken and served as plain text.
 */
export function judgeFile(bytes: Buffer): JudgedFile | undefined {
  if (bytes.length === 0 || isProgram(bytes)) return undefined
  const found = kinds.find(({ fits }) => fits(bytes))
  if (found) return { type: found.type, endings: found.endings }
  return isText(bytes) ? { type: 'text/plain; charset=utf-8', endings: [] } : undefined
}

function startsWith(...marks: (string | readonly number[])[]): (bytes: Buffer) => boolean {
  const starts = marks.map((mark) => (typeof mark === 'string' ? Buffer.from(mark, 'latin1') : Buffer.from(mark)))
  return (bytes) => starts.some((start) => bytes.subarray(0, start.length).equals(start))
}

/** A file of boxes, such as MP4 and AVIF: `ftyp` and a brand. */
function brand(...names: string[]): (bytes: Buffer) => boolean {
  return (bytes) => bytes.toString('latin1', 4, 8) === 'ftyp' && names.includes(bytes.toString('latin1', 8, 12).trim())
}

const riff = (name: string) => (bytes: Buffer) =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === name

const kinds: readonly Kind[] = [
  kind('image/png', ['png'], startsWith('\x89PNG\r\n\x1a\n')),
  kind('image/jpeg', ['jpg', 'jpeg'], startsWith([0xff, 0xd8, 0xff])),
  kind('image/gif', ['gif'], startsWith('GIF87a', 'GIF89a')),
  kind('image/webp', ['webp'], riff('WEBP')),
  kind('image/avif', ['avif'], brand('avif', 'avis')),
  kind('image/heic', ['heic', 'heif'], brand('heic', 'heix', 'mif1', 'msf1')),
  kind('image/tiff', ['tif', 'tiff'], startsWith('II*\0', 'MM\0*')),
  kind('image/bmp', ['bmp'], startsWith('BM')),
  kind('application/pdf', ['pdf'], startsWith('%PDF-')),
  // Office files of today and packages of all kinds are ZIP files.
  kind(
    'application/zip',
    ['zip', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'epub', 'numbers', 'pages', 'key'],
    startsWith('PK\x03\x04', 'PK\x05\x06'),
  ),
  kind('application/x-ole-storage', ['doc', 'xls', 'ppt', 'msg'], startsWith([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])),
  kind('application/gzip', ['gz', 'tgz'], startsWith([0x1f, 0x8b])),
  kind('application/x-7z-compressed', ['7z'], startsWith([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])),
  kind('video/mp4', ['mp4', 'm4v', 'mov'], brand('isom', 'iso2', 'mp41', 'mp42', 'avc1', 'M4V', 'qt', 'dash')),
  kind('audio/mp4', ['m4a'], brand('M4A')),
  kind('video/webm', ['webm', 'mkv'], startsWith([0x1a, 0x45, 0xdf, 0xa3])),
  kind('audio/mpeg', ['mp3'], startsWith('ID3', [0xff, 0xfb], [0xff, 0xf3])),
  kind('audio/wav', ['wav'], riff('WAVE')),
  kind('audio/ogg', ['ogg', 'oga', 'opus'], startsWith('OggS')),
]

function kind(type: string, endings: readonly string[], fits: Kind['fits']): Kind {
  return { type, endings, fits }
}

/** Windows, Linux and macOS programs, Java classes, and what a shell runs. */
const isProgram = startsWith(
  'MZ',
  '\x7fELF',
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
)

/** UTF-8 without the control characters that no text has. */
function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // eslint-disable-next-line no-control-regex -- They are what is looked for.
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)
  } catch {
    return false
  }
}
