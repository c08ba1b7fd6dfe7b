import { EventStoreDBClient } from '@eventstore/db-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventStoreDbFromEnvironment, openEventStoreDb } from '../src/index.js'
import { settingsOf } from '../src/options.js'

const SECRET = 'hunter2'

afterEach(() => vi.restoreAllMocks())

const thrown = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('It must throw')
}

describe('Options', () => {
  it.each([
    `esdb://admin:${SECRET}@`,
    `esdb://admin:${SECRET}%zz@host`,
    `esdb:admin:${SECRET}@host`,
    `esdb://admin:${SECRET}@host:port`,
    `esdb://admin:${SECRET}@host?nodePreference=none`,
    `esdb://admin:${SECRET}@host?tls=false&x`,
    `http://admin:${SECRET}@host`,
    SECRET,
  ])('that are wrong are refused without repeating them: %#', (connectionString) => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const error = thrown(() => openEventStoreDb({ connectionString }))
    expect(error).toBeInstanceOf(TypeError)
    expect(JSON.stringify([String(error), warned.mock.calls])).not.toContain(SECRET)
  })

  it("keep the password out of the client's own warnings", async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const connectionString = `esdb://admin:${SECRET}@host?tlsVerifyCert=false&unheardOf=1`
    const settings = settingsOf({ connectionString })
    await settings.clients(0).dispose()
    expect(warned).toHaveBeenCalled()
    expect(JSON.stringify(warned.mock.calls)).not.toContain(SECRET)
    expect(settings.call).toEqual({ credentials: { username: 'admin', password: SECRET } })
  })

  it('select the unary append by credentials on every call, those of the string decoded, given ones before them', () => {
    const encoded = settingsOf({ connectionString: 'esdb://us%40er:p%3A%2F@host' })
    expect(encoded.call.credentials).toEqual({ username: 'us@er', password: 'p:/' })
    const credentials = { username: 'a', password: 'b' }
    expect(settingsOf({ connectionString: 'esdb://x:y@host', credentials }).call).toEqual({ credentials })
    expect(settingsOf({ connectionString: 'esdb://host?tls=false' }).call.credentials).toBeDefined()
    expect(settingsOf({ connectionString: 'esdb://x:y@host', appends: 'batch' }).call).toEqual({})
  })

  it('without which unary appends cannot be made over TLS are asked for', () => {
    expect(String(thrown(() => settingsOf({ connectionString: 'esdb://host' })))).toMatch(/need credentials/)
    const clients = () => EventStoreDBClient.connectionString('esdb://host')
    expect(String(thrown(() => settingsOf({ clients })))).toMatch(/need credentials/)
  })

  it.each([
    {},
    {
      connectionString: 'esdb://host?tls=false',
      clients: () => EventStoreDBClient.connectionString('esdb://host'),
    },
    { connectionString: 'esdb://host?tls=false', timeoutMs: 5 },
    { connectionString: 'esdb://host?tls=false', appendsInFlight: 0 },
    { connectionString: 'esdb://host?tls=false', silenceMs: 0.5 },
  ])('that make no sense are refused: %#', (options) => {
    expect(thrown(() => openEventStoreDb(options))).toBeInstanceOf(TypeError)
  })

  it('may name KurrentDB', () => {
    const settings = settingsOf({ connectionString: 'kurrentdb+discover://u:p@host:2113' })
    expect(() => settings.clients(0)).not.toThrow()
  })

  it('can come from the environment, secrets apart', () => {
    expect(eventStoreDbFromEnvironment({})).toBe(undefined)
    expect(
      eventStoreDbFromEnvironment({
        ESDB_CONNECTION_STRING: 'esdb://host',
        ESDB_USERNAME: 'a',
        ESDB_PASSWORD: 'b',
      }),
    ).toEqual({ connectionString: 'esdb://host', credentials: { username: 'a', password: 'b' } })
  })

  it('make a client anew with an option of its own each time, so that no two share a connection', async () => {
    const made: string[] = []
    vi.spyOn(EventStoreDBClient, 'connectionString').mockImplementation((text) => {
      made.push(String(text))
      throw new Error('enough')
    })
    const { clients } = settingsOf({ connectionString: 'esdb://u:p@host' })
    for (const nth of [0, 1]) thrown(() => clients(nth))
    expect(made).toEqual(['esdb://host?keepAliveTimeout=10000', 'esdb://host?keepAliveTimeout=10001'])
  })
})
