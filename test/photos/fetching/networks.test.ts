import assert from 'node:assert/strict'
import { isLoopback, isPublic } from '../../../src/photos/fetching/networks.ts'

describe('which addresses belong to the public internet', () => {
  const publicOnes = `
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
    169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
    223.255.255.255 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001:80e::200e 2400:cb00::1`
  const otherOnes = `
    0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254 169.254.0.1
    169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1
    198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 64:ff9b::7f00:1 64:ff9b:1::1
    100::1 2001::1 2001:0:7f00:1:: 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254
    fdff:ffff::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1`
  for (const address of words(publicOnes)) it(`${address} does`, () => assert.equal(isPublic(address), true))
  for (const address of words(otherOnes)) it(`${address} does not`, () => assert.equal(isPublic(address), false))
  for (const text of ['', 'localhost', '1.2.3', '0x7f.1', '1.2.3.4.5', '2001:db8', '2606:4700::1%lo', '8.8.8.8:80']) {
    it(`'${text}', which is no address, does not`, () => assert.equal(isPublic(text), false))
  }

  it('and which are this machine’s own', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) assert.equal(isLoopback(address), true, address)
    const others = ['10.0.0.1', '0.0.0.0', '::', '126.0.0.1', '::2', '::1%lo', 'localhost', '']
    for (const address of others) assert.equal(isLoopback(address), false, address)
  })
})

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
