import {
  createSeats,
  instantOf,
  OrganizationId,
  type Platform,
  type RunningReactor,
  type Seat,
  type Seats,
} from '@seat-ledger/core'
import { smtpMailer, startInvitationMail } from '@seat-ledger/email'
import { type Message, verify, Webhooks } from '@seat-ledger/webhooks'
import { type MailServer, mailServer, type WebhookReceiver, webhookReceiver } from './loopback.js'
import { done, heading, lines, refused } from './show.js'
import type { Stage } from './story.js'

const admin = { kind: 'user', id: 'usr_maya' } as const
const owner = { kind: 'customer', id: 'cus_contoso' } as const
const ada = { kind: 'customer', id: 'cus_ada' } as const

/** What follows from events: a mail and a webhook, sent and received on this machine. */
export const tellOfEffects = async (stage: Stage): Promise<void> => {
  const { platform } = stage
  const post = await mailServer()
  const receiver = await webhookReceiver()
  const mail = mailThrough(post, platform)
  const webhooks = new Webhooks({ platform, allowHttp: true, allowNetworks: ['127.0.0.1/32'] })
  const seats = createSeats(platform)
  try {
    const seat = await inviteByMail(stage, seats, post)
    await tellByWebhook(stage, seats, webhooks, receiver, seat)
  } finally {
    await Promise.all([seats.close(), mail.stop(), webhooks.stop()])
    await Promise.all([post.stop(), receiver.stop()])
  }
}

const lighthouse = (): OrganizationId => {
  const id = 'org_lighthouse'
  if (!OrganizationId.is(id)) throw new Error(`${id} is an id`)
  return id
}

const mailThrough = ({ url }: MailServer, platform: Platform): RunningReactor =>
  startInvitationMail({
    platform,
    mailer: smtpMailer({ url }),
    claimUrl: 'https://lighthouse.example/claim?invitation_token={token}',
    senderOf: () => ({ from: { name: 'Lighthouse', address: 'seats@lighthouse.example' } }),
    detailsOf: () => ({ organizationName: 'Lighthouse', ownerName: 'Contoso' }),
    since: instantOf(platform.clock.now()),
  })

const inviteByMail = async ({ pass, poolId }: Stage, seats: Seats, post: MailServer): Promise<Seat> => {
  heading('Contoso buys Team Pro too. Its invitations go out by mail.')
  const pool = { organizationId: lighthouse(), poolId: poolId.replace('northwind', 'contoso') }
  const source = { kind: 'subscription', id: pool.poolId }
  const product = { id: 'prod_team_pro', name: 'Team Pro' }
  await seats.openPool({ ...pool, actor: admin, customerId: owner.id, source, product, capacity: 5 })
  const { seat } = await seats.assign({ ...pool, actor: owner, email: 'ada@contoso.example' })
  const { from, subject, text = '' } = await post.first
  lines(['From', from?.text], ['To', seat.email.typed], ['Subject', subject])
  lines(['', text.replace(/(invitation_token=)\S+/, '$1…').trim()])

  pass(0, 30)
  const token = /invitation_token=(\S+)/.exec(text)?.[1] ?? ''
  const claimed = await seats.claim({ actor: ada, token, customerId: ada.id })
  done(`${seat.email.typed} opens the link of the mail: the seat is ${claimed.seat.status}.`)
  return claimed.seat
}

const tellByWebhook = async (
  { platform, pass }: Stage,
  seats: Seats,
  webhooks: Webhooks,
  receiver: WebhookReceiver,
  seat: Seat,
): Promise<void> => {
  heading('Lighthouse itself hears of it by signed webhook.')
  const organizationId = lighthouse()
  const created = await webhooks.endpoints.create(organizationId, { url: receiver.url })
  if (created._tag === 'Left') throw new Error(created.left._tag)
  const { endpoint, position } = created.right
  await webhooks.reached(position)
  const secrets = webhooks.secrets(endpoint)

  pass(24)
  await seats.revoke({ organizationId, seatId: seat.id, actor: owner, reason: 'Left the team' })
  const { headers, body } = await receiver.first
  const message: Message = JSON.parse(body)
  lines(
    ['type', message.type],
    ['seat of', 'email' in message.data ? message.data.email : ''],
    ['held by', message.holder?.customer_id],
    ['reason', message.reason ?? ''],
    ['sequence', `${message.sequence}`],
    ['webhook-id', `${headers['webhook-id']}`],
    ['webhook-signature', `${headers['webhook-signature']}`],
  )
  const now = platform.clock.now()
  const verified = verify(secrets, { headers, body }, now)
  if (verified._tag === 'Left') throw new Error(verified.left.problem)
  done('The signature is genuine. A repetition would have the same webhook-id.')
  const forged = verify(secrets, { headers, body: body.replace('cus_ada', 'cus_eve') }, now)
  if (forged._tag === 'Right') throw new Error('A forged message was taken for genuine')
  refused(`With another holder in it: ${forged.left.problem}.`)
  await webhooks.endpoints.remove(organizationId, endpoint.id)
}
