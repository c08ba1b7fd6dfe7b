import { Polar } from '@polar-sh/sdk'
import { HTTPValidationError } from '@polar-sh/sdk/models/errors/httpvalidationerror.js'
import { SDKError } from '@polar-sh/sdk/models/errors/sdkerror.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve } from './support/world.js'

/*
 * The official client of the reference against this server, over real HTTP. Version 0.49 is its newest for Node 20; 1.x
 * needs Node 22.
 */

let served: Served
let polar: Polar
const owner = { customerSession: 'cst_owner' }
const ada = { customerSession: 'cst_ada' }

beforeAll(async () => {
  served = await serve()
  polar = new Polar({ serverURL: served.url, accessToken: 'oat_a' })
  await openPool(served.send, 'sub_1', 3)
  await openPool(served.send, 'order_1', 3, { kind: 'order' })
})
afterAll(() => served.end())

/** The error of a call, with its status and what the body says. */
const errorOf = async (call: Promise<unknown>): Promise<{ status: number; error: string }> => {
  const caught = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(caught instanceof SDKError || caught instanceof HTTPValidationError))
    throw caught ?? new Error('no error')
  return { status: caught.statusCode, error: JSON.parse(caught.body).error }
}

describe('customerSeats', () => {
  test('assigns, lists, resends, informs, claims and revokes', async () => {
    const seat = await polar.customerSeats.assignSeat({
      subscriptionId: 'sub_1',
      email: 'new@example.com',
      metadata: { team: 'core' },
    })
    expect(seat).toMatchObject({
      subscriptionId: 'sub_1',
      status: 'pending',
      email: 'new@example.com',
      customerId: 'cus_owner',
      seatMetadata: { team: 'core' },
    })
    expect(seat.invitationTokenExpiresAt).toEqual(new Date('2026-03-04T09:00:00.000Z'))

    const list = await polar.customerSeats.listSeats({ subscriptionId: 'sub_1' })
    expect([list.seats, list.availableSeats, list.totalSeats]).toEqual([[seat], 2, 3])

    served.clock.advance(1_000)
    const resent = await polar.customerSeats.resendInvitation({ seatId: seat.id })
    expect(resent.modifiedAt).toEqual(new Date('2026-03-03T09:00:01.000Z'))

    // The client drops what it does not know; the token goes by mail.
    const { invitation_token } = (await served.send('GET', `/v1/customer-seats/${seat.id}`)).body
    const info = await polar.customerSeats.getClaimInfo({ invitationToken: invitation_token })
    expect(info).toEqual({
      productName: 'Team Pro',
      productId: 'prod_1',
      organizationName: 'Acme',
      organizationSlug: 'acme',
      customerEmail: 'n***@example.com',
      canClaim: true,
    })

    const claimed = await polar.customerSeats.claimSeat({ invitationToken: invitation_token })
    expect(claimed.seat.status).toBe('claimed')
    const session = { customerSession: claimed.customerSessionToken }
    const held = await polar.customerPortal.seats.listClaimedSubscriptions(session, {})
    expect(held.result.items.map(({ id }) => id)).toEqual(['sub_1'])

    const revoked = await polar.customerSeats.revokeSeat({ seatId: seat.id })
    expect([revoked.status, revoked.revokedAt]).toEqual(['revoked', new Date('2026-03-03T09:00:01.000Z')])
  })

  test('works on orders, members and immediate claims', async () => {
    const seat = await polar.customerSeats.assignSeat({
      orderId: 'order_1',
      email: 'member@example.com',
      immediateClaim: true,
      memberId: 'mem_1',
      externalMemberId: 'hr-1',
      externalCustomerId: 'crm-1',
    })
    expect(seat).toMatchObject({ orderId: 'order_1', status: 'claimed', memberId: 'mem_1' })
    expect(seat.member).toMatchObject({ id: 'mem_1', externalId: 'hr-1', email: 'member@example.com' })
    expect((await polar.customerSeats.listSeats({ orderId: 'order_1' })).seats).toEqual([seat])
  })

  test('gets its errors', async () => {
    const { customerSeats } = polar
    const taken = await customerSeats.assignSeat({ subscriptionId: 'sub_1', email: 'taken@example.com' })
    const unknown = new Polar({ serverURL: served.url, accessToken: 'nobody' })
    const reader = new Polar({ serverURL: served.url, accessToken: 'oat_a_read' })
    const errors = [
      customerSeats.assignSeat({ subscriptionId: 'sub_1', email: 'taken@example.com' }),
      customerSeats.assignSeat({ subscriptionId: 'none', email: 'a@example.com' }),
      customerSeats.assignSeat({ subscriptionId: 'sub_1', email: 'no address' }),
      customerSeats.assignSeat({ email: 'a@example.com' }),
      customerSeats.listSeats({}),
      customerSeats.listSeats({ subscriptionId: 'none' }),
      customerSeats.revokeSeat({ seatId: 'none' }),
      customerSeats.resendInvitation({ seatId: 'sub_1.none' }),
      customerSeats.getClaimInfo({ invitationToken: 'dead' }),
      customerSeats.claimSeat({ invitationToken: 'dead' }),
      unknown.customerSeats.listSeats({ subscriptionId: 'sub_1' }),
      reader.customerSeats.revokeSeat({ seatId: taken.id }),
    ]
    expect(await Promise.all(errors.map(errorOf))).toEqual([
      { status: 400, error: 'SeatAlreadyAssigned' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 422, error: 'RequestValidationError' },
      { status: 422, error: 'RequestValidationError' },
      { status: 400, error: 'BadRequest' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 400, error: 'InvalidInvitationToken' },
      { status: 401, error: 'Unauthorized' },
      { status: 403, error: 'insufficient_scope' },
    ])
  })

  test('reads the faults of a malformed request', async () => {
    const error = await polar.customerSeats
      .assignSeat({ subscriptionId: 'sub_1', email: 'no address' })
      .catch((caught: unknown) => caught)
    if (!(error instanceof HTTPValidationError)) throw error
    expect(error.detail).toEqual([
      {
        type: 'value_error',
        loc: ['body', 'email'],
        msg: 'must be an address such as ada@example.com',
        input: 'no address',
      },
    ])
  })
})

describe('customerPortal.seats', () => {
  test('assigns, lists, resends and revokes as the owner', async () => {
    await openPool(served.send, 'sub_portal', 2)
    const { seats } = polar.customerPortal
    const seat = await seats.assignSeat(owner, { subscriptionId: 'sub_portal', email: 'ada@example.com' })
    expect(seat.status).toBe('pending')
    expect(await seats.listSeats(owner, { subscriptionId: 'sub_portal' })).toMatchObject({
      seats: [seat],
      availableSeats: 1,
      totalSeats: 2,
    })
    expect((await seats.resendInvitation(owner, { seatId: seat.id })).id).toBe(seat.id)
    expect((await seats.revokeSeat(owner, { seatId: seat.id })).status).toBe('revoked')
  })

  test('lists whole subscriptions to a holder, page by page', async () => {
    for (const id of ['held_1', 'held_2', 'held_3']) {
      await openPool(served.send, id, 2)
      await polar.customerSeats.assignSeat({
        subscriptionId: id,
        email: 'ada@example.com',
        immediateClaim: true,
      })
    }
    const ids: string[] = []
    for await (const page of await polar.customerPortal.seats.listClaimedSubscriptions(ada, { limit: 2 })) {
      ids.push(...page.result.items.map(({ id }) => id))
    }
    expect(ids.sort()).toEqual(['held_1', 'held_2', 'held_3'])
  })

  test('gets its errors', async () => {
    const { seats } = polar.customerPortal
    const nobody = { customerSession: 'nobody' }
    const other = await polar.customerSeats.assignSeat({ orderId: 'order_1', email: 'portal@example.com' })
    const eve = { customerSession: 'cst_eve' }
    const errors = [
      seats.listSeats(owner, {}),
      seats.listSeats(eve, { orderId: 'order_1' }),
      seats.listSeats(nobody, { orderId: 'order_1' }),
      seats.assignSeat(owner, { orderId: 'order_1', email: 'portal@example.com' }),
      seats.assignSeat(owner, { orderId: 'order_1', email: '' }),
      seats.revokeSeat(eve, { seatId: other.id }),
      seats.resendInvitation(eve, { seatId: other.id }),
      seats.listClaimedSubscriptions(nobody, {}),
      seats.listClaimedSubscriptions(ada, { limit: 500 }),
    ]
    expect(await Promise.all(errors.map((call) => errorOf(call)))).toEqual([
      { status: 400, error: 'BadRequest' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 401, error: 'Unauthorized' },
      { status: 400, error: 'SeatAlreadyAssigned' },
      { status: 422, error: 'RequestValidationError' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 404, error: 'ResourceNotFound' },
      { status: 401, error: 'Unauthorized' },
      { status: 422, error: 'RequestValidationError' },
    ])
  })
})
