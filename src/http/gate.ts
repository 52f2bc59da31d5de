import { BlockList, isIP } from 'node:net'

/** Whether a request from this address may reach the console of the people who work here. */
export type Gate = (ip: string | undefined) => boolean

/** A gate that lets the listed addresses and networks in, such as 192.0.2.7 or 2001:db8::/32; everybody when none is listed. */
export function createGate(networks: readonly string[]): Gate {
  if (networks.length === 0) return () => true
  const listed = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = familyOf(address)
    if (bits === undefined) listed.addAddress(address, family)
    else listed.addSubnet(address, Number(bits), family)
  }
  return (ip) => {
    // A link-local address names its interface behind a %.
    const address = ip?.split('%', 1)[0] ?? ''
    return isIP(address) !== 0 && listed.check(address, familyOf(address))
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
