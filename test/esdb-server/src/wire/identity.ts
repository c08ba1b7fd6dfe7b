import { shared } from './protocol.js'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const emptyUuid = '00000000-0000-0000-0000-000000000000'

/** The id in lower case, or `undefined` where the server would refuse it. */
export const readUuid = (message: shared.UUID | undefined): string | undefined => {
  const structured = message?.getStructured()
  if (structured !== undefined) return fromBits(structured)
  const text = message?.getString().toLowerCase()
  return text !== undefined && uuidPattern.test(text) && text !== emptyUuid ? text : undefined
}

const fromBits = (structured: shared.UUID.Structured): string => {
  const bits = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
  const hex = bits.map((value) => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export const uuid = (id: string): shared.UUID => new shared.UUID().setString(id)

export const readStreamName = (message: shared.StreamIdentifier | undefined): string =>
  message === undefined ? '' : Buffer.from(message.getStreamName_asU8()).toString('utf8')

export const streamIdentifier = (name: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'))
