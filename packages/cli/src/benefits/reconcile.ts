import type { ReportRow } from '@seat-ledger/audit'
import { type BenefitDifference, type ReconcileMessage, reconcileBenefits } from '@seat-ledger/core'
import { randomInvitationKeys, systemClock } from '@seat-ledger/node'
import { type Column, field, type OutputFlags, printRows, time } from '../audit/output.js'
import { organizationOf } from '../audit/source.js'
import { stopSignal } from '../serve/stop-signal.js'
import { storeKindOf } from '../stores/registry.js'
import { failed } from '../terminal/exit.js'
import { loadHost } from './host.js'

/** What `benefits reconcile` takes. */
export interface ReconcileFlags extends OutputFlags {
  readonly store: string
  readonly data: string
  readonly host: string
  readonly organization?: string
  readonly repair?: true
  readonly grace: number
}

/** Prints each difference, and refuses when one is left. */
export const reconcile = async (flags: ReconcileFlags): Promise<void> => {
  const organization = flags.organization === undefined ? {} : { organizationId: organizationOf(flags) }
  const kind = storeKindOf(flags.store)
  const benefits = await loadHost(flags.host)
  // Nothing here makes or reads a token, so any key does.
  const world = { clock: systemClock, invitationKeys: randomInvitationKeys(), dataDirectory: flags.data }
  const { platform, close } = await kind.open(flags.store, world)
  try {
    const { signal } = stopSignal()
    const { repair = false, grace: graceSeconds } = flags
    const found = new Found(
      reconcileBenefits({ platform, benefits, repair, graceSeconds, signal, ...organization }),
    )
    await printRows(found.rows(), flags, COLUMNS)
    found.conclude()
  } finally {
    await close()
  }
}

/** Counts what passes by on its way to the printer. */
class Found {
  private readonly messages: AsyncIterable<ReconcileMessage>
  private readonly counts = { missing: 0, stray: 0, unknown: 0, left: 0 }
  private end: ReconcileMessage | undefined

  constructor(messages: AsyncIterable<ReconcileMessage>) {
    this.messages = messages
  }

  async *rows(): AsyncGenerator<ReportRow> {
    for await (const message of this.messages) {
      this.end = message
      if (message._tag !== 'Difference') return
      this.counts[message.difference.kind] += 1
      if (message.difference.repair?._tag !== 'Done') this.counts.left += 1
      yield rowOf(message.difference)
    }
  }

  conclude(): void {
    if (this.end?._tag !== 'Compared')
      throw failed(this.end?._tag === 'Failed' ? `${this.end.detail}.` : 'It ended early.')
    const { claimed, granted } = this.end
    const { missing, stray, unknown, left } = this.counts
    const facts = `${claimed} claimed seats, ${granted} granted keys`
    const differences = `${missing} missing, ${stray} stray, ${unknown} unknown`
    if (left > 0) throw failed(`${facts}: ${differences}; ${left} left.`)
    process.stderr.write(`${facts}: ${differences}; none left.\n`)
  }
}

const rowOf = ({ kind, organizationId, key, benefit, since, repair }: BenefitDifference): ReportRow => ({
  kind,
  organization: organizationId,
  seat: key,
  holder: benefit?.holder.customerId ?? null,
  email: benefit?.email ?? null,
  product: benefit?.product.name ?? null,
  since,
  repair: repair === null ? null : repair._tag === 'Done' ? 'done' : repair.detail,
})

const COLUMNS: readonly Column[] = [
  field('kind', 'Kind', 7),
  time('since', 'Since (UTC)'),
  field('holder', 'Holder', 16),
  field('repair', 'Repair', 10),
  field('seat', 'Seat', 0),
]
