import encodeQR from 'qr'

/** A QR code as one path of an SVG picture; `side` is how many squares it is wide, its white edge included. */
export interface QrPicture {
  side: number
  path: string
}

/** The picture of a text. Made here, so that the secret in it is seen by nobody else. */
export function qrPicture(text: string): QrPicture {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const squares = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { side: rows.length, path: squares.join('') }
}
