import { randomUUID } from 'node:crypto'
import type { EventData } from '@eventstore/db-client'
import type { StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { leaseStream } from '../side-stream.js'
import { keepLast } from '../store/keep-last.js'
import { readEvents } from '../store/read.js'
import { write } from '../store/write.js'
import { toExpectedRevision, toRevision } from '../wire/places.js'

const TAKEN = 'LeaseTaken'
const RELEASED = 'LeaseReleased'
/** For whoever wants to see who held it. */
const KEPT = 20

/** What the lease's stream says: its last revision, and for how long its holder may be silent; 0 when nobody holds it. */
export interface Standing {
  readonly revision: number
  readonly silenceMs: number
}

/**
 * A lease: the last event of a stream names who holds it. To take it and to keep it is to append at exactly the revision
 * that was seen last, so of two who try one wins, and who was overtaken learns it at the next try. No clock of one
 * machine is compared with another's: a rival waits for so long without seeing the stream move.
 */
export class Lease {
  private readonly connection: Connection
  private readonly stream: string
  private readonly holder: string

  constructor(connection: Connection, name: string) {
    this.connection = connection
    this.stream = leaseStream(name)
    this.holder = randomUUID()
  }

  /** Undefined when the server cannot be asked. */
  async look(): Promise<Standing | undefined> {
    const read = await readEvents(this.connection, this.stream, {
      direction: 'backwards',
      fromRevision: 'end',
      maxCount: 1,
    })
    if (E.isLeft(read)) return undefined
    const [last] = read.right
    if (last === undefined) return { revision: -1, silenceMs: 0 }
    return {
      revision: toRevision(last.revision),
      silenceMs: last.type === RELEASED ? 0 : silenceIn(last.data),
    }
  }

  /** Takes the lease, or keeps it: `lost` when somebody else moved first, `unknown` when that cannot be said. */
  async hold(seen: number, silenceMs: number): Promise<number | 'lost' | 'unknown'> {
    const event = this.event(TAKEN, { holder: this.holder, silenceMs })
    const answer = await this.append(seen, event)
    // Sent again, it is the same append.
    const held = answer === 'unknown' ? await this.append(seen, event) : answer
    if (held === 0) await keepLast(this.connection, this.stream, KEPT)
    return held
  }

  /** Lets the next one have it at once. */
  async release(seen: number): Promise<void> {
    await this.append(seen, this.event(RELEASED, { holder: this.holder }))
  }

  private event(type: string, data: Record<string, unknown>): EventData {
    return { id: randomUUID(), contentType: 'application/json', type, data, metadata: undefined }
  }

  private async append(seen: number, event: EventData): Promise<number | 'lost' | 'unknown'> {
    const expected = toExpectedRevision(seen)
    if (expected === undefined) return 'lost'
    const written = await write(
      this.connection,
      { stream: this.stream, expected, events: [event] },
      { stream: this.stream as StreamName, expected: seen },
    )
    if (E.isRight(written)) return toRevision(written.right.nextExpectedRevision)
    return written.left._tag === 'WrongRevision' ? 'lost' : 'unknown'
  }
}

const silenceIn = (data: unknown): number =>
  typeof data === 'object' && data !== null && 'silenceMs' in data && typeof data.silenceMs === 'number'
    ? data.silenceMs
    : 0
