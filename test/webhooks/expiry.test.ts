import {
  createSeats,
  type Instant,
  millisecondsOf,
  type OrganizationId,
  type Platform,
  type Seats,
  type StoreRefused,
} from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { type ManualClock, manualClock } from '@seat-ledger/testing'
import { type Post, Webhooks, type WebhookTransport } from '@seat-ledger/webhooks'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'

/*
 * An invitation expires by the clock and no event says so: endpoints that ask are told, once and under one id, unless the
 * seat was claimed, resent or revoked before. Days pass on a clock that the test moves.
 */

const ORGANIZATION = 'org_acme' as OrganizationId
const HOUR = 3_600_000
const actor = { kind: 'user', id: 'usr_maya' }
const inPool = (poolId: string) => ({ organizationId: ORGANIZATION, poolId, actor })

/** `crash` ends the webhooks at once, `fragile` with the next message that is taken, before that is noted. */
type Kind =
  | 'assign'
  | 'resend'
  | 'claim'
  | 'revoke'
  | 'release'
  | 'wait'
  | 'stop'
  | 'crash'
  | 'fragile'
  | 'start'
  | 'down'
  | 'up'

interface Step {
  readonly what: Kind
  readonly pool: 'sub_0' | 'sub_1'
  readonly seat: number
  readonly minutes: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['assign', 'assign', 'assign', 'wait', 'wait', 'wait', 'resend', 'claim', 'revoke'] as const),
      ...(['stop', 'crash', 'fragile', 'start', 'start', 'start', 'down', 'up', 'release'] as const),
    ),
    pool: fc.constantFrom('sub_0', 'sub_1'),
    seat: fc.nat(9),
    minutes: fc.integer({ min: 1, max: 90 }),
  }),
  { minLength: 5, maxLength: 40 },
)

/** An invitation that is open, as the test knows it. */
interface Open {
  readonly pool: string
  readonly seatId: string
  readonly token: string
  readonly expiresAt: Instant
}

/** What is told of an expiry: whose, and when. */
const nameOf = (seatId: string, at: string): string => `${seatId} ${at}`

class World {
  readonly clock: ManualClock = manualClock(Date.parse('2026-03-03T09:00:00.000Z'))
  readonly platform = memoryPlatform({ clock: this.clock })
  readonly seats: Seats = createSeats(this.platform, {
    expiresInSeconds: 3_600,
    resendAllowance: { limit: 20, windowSeconds: 3_600 },
  })
  readonly told: { readonly id: string; readonly name: string; readonly post: Post }[] = []
  readonly open = new Map<string, Open>()
  readonly expected = new Set<string>()
  private webhooks: Webhooks | undefined
  /** What the webhooks that run now live in: when it has ended, nothing that they write arrives. */
  private life = { isOver: false }
  private isFragile = false
  private readonly endings: Promise<void>[] = []
  private since = Number.POSITIVE_INFINITY
  private isDown = false
  private count = 0
  private readonly waiting = new Set<() => void>()

  async begin(): Promise<void> {
    for (const pool of ['sub_0', 'sub_1']) {
      const product = { id: 'prod_pro', name: 'Pro' }
      const source = { kind: 'subscription', id: pool }
      await this.seats.openPool({
        ...inPool(pool),
        customerId: 'cus_owner',
        source,
        product,
        capacity: 1_000,
      })
    }
  }

  /** Asks for expiries from now on. */
  async ask(): Promise<void> {
    await this.start()
    this.since = this.clock.now()
    const made = await this.webhooks?.endpoints.create(ORGANIZATION, {
      url: 'https://example.com/',
      types: ['customer_seat.invitation_expired', 'customer_seat.revoked'],
    })
    if (made?._tag !== 'Right') throw new Error('no endpoint')
    await this.webhooks?.reached(made.right.position)
  }

  async start(): Promise<void> {
    if (this.webhooks !== undefined) return
    const life = { isOver: false }
    this.life = life
    this.webhooks = new Webhooks({ platform: this.mortal(life), transport: this.transport(life) })
  }

  async stop(): Promise<void> {
    const { webhooks } = this
    this.webhooks = undefined
    await webhooks?.stop()
  }

  crash(): void {
    this.life.isOver = true
    const { webhooks } = this
    this.webhooks = undefined
    if (webhooks !== undefined) this.endings.push(webhooks.stop())
  }

  /** Nothing crashes any more. */
  calm(): void {
    this.isFragile = false
  }

  async end(): Promise<void> {
    await this.stop()
    await Promise.all(this.endings)
  }

  async take({ what, pool, seat, minutes }: Step): Promise<void> {
    const chosen = [...this.open.values()][seat % Math.max(1, this.open.size)]
    if (what === 'wait') await this.clock.advance(minutes * 60_000)
    else if (what === 'stop') await this.stop()
    else if (what === 'start') await this.start()
    else if (what === 'crash') this.crash()
    else if (what === 'fragile') this.isFragile = true
    else if (what === 'down' || what === 'up') this.isDown = what === 'down'
    else if (what === 'release')
      await this.seats.releaseExpired(inPool(pool)).then(() => this.forgetExpired(pool))
    else if (what === 'assign') await this.assign(pool)
    else if (chosen !== undefined) await this.answer(what, chosen)
  }

  async assign(pool: string): Promise<string> {
    this.count += 1
    const made = await this.seats.assign({ ...inPool(pool), email: `p${this.count}@example.com` })
    return this.invited(pool, made)
  }

  /** Settles once an expiry was told. */
  untilTold(name: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.told.some((one) => one.name === name)) return
        this.waiting.delete(look)
        resolve()
      }
      this.waiting.add(look)
      look()
    })
  }

  /** What is still open has expired by now. */
  expireAll(): void {
    for (const open of this.open.values()) this.ended(open)
  }

  private async answer(what: 'resend' | 'claim' | 'revoke', open: Open): Promise<void> {
    const { pool, seatId, token } = open
    if (what === 'claim') {
      if (this.clock.now() >= millisecondsOf(open.expiresAt)) return
      const claim = { actor: { kind: 'customer', id: 'cus_ada' }, token, customerId: 'cus_ada' }
      await this.seats.claim(claim)
      this.ended(open)
      return
    }
    const seat = { ...inPool(pool), seatId }
    if (what === 'revoke') await this.seats.revoke(seat)
    const resent = what === 'resend' ? await this.seats.resend(seat) : undefined
    this.ended(open)
    if (resent !== undefined) this.invited(pool, resent)
  }

  private invited(pool: string, made: Awaited<ReturnType<Seats['assign']>>): string {
    const { seat, invitationToken: token } = made
    if (seat.status !== 'pending' || token === null) throw new Error('not invited')
    const { expiresAt } = seat.invitation
    this.open.set(seat.id, { pool, seatId: seat.id, token, expiresAt })
    return nameOf(seat.id, expiresAt)
  }

  /** Claimed, resent or revoked: it counts as expired if that came too late. */
  private ended({ seatId, expiresAt }: Open): void {
    this.open.delete(seatId)
    const expiry = millisecondsOf(expiresAt)
    if (expiry <= this.clock.now() && expiry > this.since) this.expected.add(nameOf(seatId, expiresAt))
  }

  private forgetExpired(pool: string): void {
    for (const open of this.open.values())
      if (open.pool === pool && millisecondsOf(open.expiresAt) <= this.clock.now()) this.ended(open)
  }

  private mortal(life: { readonly isOver: boolean }): Platform {
    const { platform } = this
    const over: E.Either<StoreRefused, never> = E.left({
      _tag: 'StoreRefused',
      detail: 'dead',
      cause: undefined,
    })
    return {
      ...platform,
      eventStore: {
        read: (stream, range) => platform.eventStore.read(stream, range),
        append: async (stream, expected, events) =>
          life.isOver ? over : platform.eventStore.append(stream, expected, events),
      },
      checkpoints: {
        load: (reader) => platform.checkpoints.load(reader),
        save: async (reader, position) => (life.isOver ? over : platform.checkpoints.save(reader, position)),
      },
    }
  }

  private transport(life: { readonly isOver: boolean }): WebhookTransport {
    return {
      post: async (post) => {
        if (this.isDown || life.isOver) return { _tag: 'Failed', detail: 'down' }
        const { type, data, timestamp } = JSON.parse(post.body)
        const id = post.headers['webhook-id'] ?? ''
        if (type === 'customer_seat.invitation_expired')
          this.told.push({ id, name: nameOf(data.id, timestamp), post })
        if (this.isFragile) {
          this.isFragile = false
          this.crash()
        }
        for (const look of this.waiting) look()
        return { _tag: 'Answered', status: 204, answer: '', retryAfterSeconds: undefined }
      },
      close: async () => {},
    }
  }
}

test('each invitation that runs out unanswered is told by the clock, under one id of its own, and no other is, whatever crashes', async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 2 }), async ([before = [], after = []]) => {
      const it = new World()
      await it.begin()
      for (const step of before.slice(0, 8)) await it.take(step)
      await it.ask()
      for (const step of after) await it.take(step)

      // Up and running again, with time for every retry; then one more, as all that were due are told before that.
      const up = { what: 'up', pool: 'sub_0', seat: 0, minutes: 1 } as const
      await it.take(up)
      it.calm()
      await it.start()
      await it.clock.advance(HOUR)
      await it.clock.advance(60 * HOUR)
      it.expireAll()
      const last = await it.assign('sub_1')
      const awaited = it.untilTold(last)
      await it.clock.advance(2 * HOUR)
      await awaited
      await it.end()

      expect(new Set(it.told.map(({ name }) => name))).toEqual(new Set([...it.expected, last]))
      const ids = new Map(it.told.map(({ id, name }) => [id, name]))
      expect(ids.size).toBe(it.expected.size + 1)
      const bodies = new Set(it.told.map(({ post }) => post.body))
      expect(bodies.size).toBe(ids.size)
      for (const body of bodies) expect(body).not.toMatch(/invitation_token"/)
      told += it.expected.size
    }),
    { numRuns: Number(process.env.EXPIRY_RUNS ?? 60) },
  )
  expect(told).toBeGreaterThan(60)
}, 60_000)
