import { undiciTransport } from '@seat-ledger/webhooks'
import { describe, expect, it } from 'vitest'
import { addressRule, guardedLookup, urlProblem } from '../src/delivery/network-policy.js'
import { isPublicAddress } from '../src/delivery/public-address.js'
import { LOOPBACK, ok, Receiver } from './support.js'

const FORBIDDEN = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '::127.0.0.1',
  'example.com',
  '',
]

describe('an address', () => {
  it.each(FORBIDDEN)('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it('that is not public may be allowed by its network, and no other with it', () => {
    const allows = addressRule({ allowNetworks: ['10.1.0.0/16', 'fd00::/8'] })
    expect(['10.1.2.3', '10.2.0.1', 'fd12::1', 'fe80::1', '127.0.0.1'].map(allows)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ])
    expect(() => addressRule({ allowNetworks: ['10.1.0.0'] })).toThrow('"10.1.0.0" is not a network')
  })
})

describe('a URL', () => {
  it.each([
    ['http://example.com/', 'must begin with https://'],
    ['https://user:secret@example.com/', 'must not hold a user name or a password'],
    ['https://127.0.0.1/', 'must not be a private address'],
    ['https://2130706433/', 'must not be a private address'],
    ['https://0x7f.1/', 'must not be a private address'],
    ['https://[::1]/', 'must not be a private address'],
    ['https://[::ffff:169.254.169.254]/', 'must not be a private address'],
    ['ftp://example.com/', 'must begin with https://'],
    ['nonsense', 'must be a URL such as https://example.com/hooks'],
  ])('%s is refused: %s', (url, problem) => {
    expect(urlProblem(url, {})).toBe(problem)
  })

  it('is told of http only where that is allowed', () => {
    expect(urlProblem('ftp://example.com/', { allowHttp: true })).toBe('must begin with https:// or http://')
  })

  it('to a public host over https is allowed', () => {
    expect(urlProblem('https://example.com:8443/hooks?x=1', {})).toBeUndefined()
  })
})

describe('a connection', () => {
  it('is not made to a name that leads to a private address, though the URL looks harmless', async () => {
    const receiver = await Receiver.start(ok)
    const url = receiver.url.replace('127.0.0.1', 'localhost')
    const guarded = undiciTransport({ allowHttp: true })
    const post = { url, headers: {}, body: '{}', signal: new AbortController().signal }
    expect(await guarded.post(post)).toEqual({ _tag: 'Failed', detail: 'localhost is not a public address' })
    const open = undiciTransport({ ...LOOPBACK, allowNetworks: ['127.0.0.0/8', '::1/128'] })
    expect(await open.post(post)).toMatchObject({ _tag: 'Answered', status: 204 })
    expect(receiver.received.length).toBe(1)
    await Promise.all([guarded.close(), open.close(), receiver.stop()])
  })

  it('is offered the allowed addresses of a name only', async () => {
    const found = await new Promise((resolve) => {
      guardedLookup(() => true)('localhost', { all: true }, (_error, addresses) => resolve(addresses))
    })
    expect(found).toEqual(expect.arrayContaining([{ address: '127.0.0.1', family: 4 }]))
    const error = await new Promise((resolve) => {
      guardedLookup(() => false)('localhost', { all: true }, (refused) => resolve(refused))
    })
    expect(String(error)).toBe('AddressForbidden: localhost is not a public address')
  })
})
