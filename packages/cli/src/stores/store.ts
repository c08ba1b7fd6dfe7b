import type {
  Clock,
  EventStore,
  Feed,
  InvitationKeys,
  Platform,
  RunningProjection,
  SeatDirectory,
} from '@seat-ledger/core'

/** What a store is opened with. */
interface StoreWorld {
  readonly clock: Clock
  readonly invitationKeys: InvitationKeys
  /** The folder of `--data`: where a store that keeps files keeps them unless its address says otherwise. */
  readonly dataDirectory: string
}

/** A store that is open. */
export interface OpenStore {
  readonly platform: Platform
  /** Starts the read model that the store keeps itself; without it the log is folded into memory at each start. */
  readonly startSeats?: () => RunningProjection<SeatDirectory>
  /** How the greeting calls it; no password of its address is in it. */
  readonly description: string
  /** Gives back what it holds: files, connections. */
  readonly close: () => Promise<void>
}

/** A store that is open for reading. */
export interface ReadableStore {
  readonly eventStore: EventStore
  readonly feed: Feed
  readonly close: () => Promise<void>
}

/** One kind of store that `--store` can name. */
export interface StoreKind {
  /** What `--store` takes, for help texts: `memory`. */
  readonly form: string
  /** Whether this `--store` value is one of this kind. */
  readonly matches: (address: string) => boolean
  /** Whether events outlive the process; then an invitation key must be given, and time is not for trials. */
  readonly durable: boolean
  /** Whether an invitation key that nobody gave is made and kept in the folder of `--data`: only what lies there itself. */
  readonly keepsKey: boolean
  /**
   * Opens the store as an auditor does: nothing is made, and where the store can refuse writes it does. Refuses in words
   * where there is nothing to read.
   */
  readonly openForReading: (address: string, dataDirectory: string) => Promise<ReadableStore>
  /** Loads the adapter, which nobody does who works on another store, and opens the store. */
  readonly open: (address: string, world: StoreWorld) => Promise<OpenStore>
}
