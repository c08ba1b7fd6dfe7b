/** Streams of ours that are not ledgers. None begins with the prefix of the ledgers, so no feed of ledgers shows them. */
const CHECKPOINTS = 'seat_ledger_checkpoint-'
const SNAPSHOTS = 'seat_ledger_snapshot-'
const LEASES = 'seat_ledger_lease-'

/** Any text as a part of a stream's name: different texts give different names. */
const encoded = (text: string): string => encodeURIComponent(JSON.stringify(text).slice(1, -1))

export const checkpointStream = (reader: string): string => CHECKPOINTS + encoded(reader)

export const snapshotStream = (ledger: string): string => SNAPSHOTS + encoded(ledger)

export const leaseStream = (name: string): string => LEASES + encoded(name)
