import { isIP } from 'node:net'

/** Whether a text is an address, such as 192.0.2.7 or 2001:db8::1, or a network, such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [ip = '', bits, ...more] = text.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(ip) as 0 | 4 | 6]
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}
