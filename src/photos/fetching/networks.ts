import { BlockList, isIP } from 'node:net'

const notPublic = new BlockList()
// IPv4 addresses that are not globally reachable: IANA's special-purpose registry (RFC 6890), multicast, and what is reserved.
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  addTo(notPublic, network, 'ipv4')
}
// Within what is given out of IPv6: protocol assignments and Teredo, documentation, and 6to4, which leads into IPv4.
for (const network of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) addTo(notPublic, network, 'ipv6')

const givenOut = new BlockList()
addTo(givenOut, '2000::/3', 'ipv6')

const loopback = new BlockList()
addTo(loopback, '127.0.0.0/8', 'ipv4')
addTo(loopback, '::1/128', 'ipv6')

/**
 * Whether an address belongs to the public internet. Of IPv6 only what is given out (2000::/3) counts: neither loopback,
 * link-local and unique local addresses nor any way of writing an IPv4 address lies there.
 */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublic.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && givenOut.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
    default:
      return false
  }
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && !address.includes('%') && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

function addTo(list: BlockList, network: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', prefix] = network.split('/')
  list.addSubnet(address, Number(prefix), family)
}
