/**
 * What can go wrong with any call.
 * `reset` kills the TCP connection, `hang` never answers, `goaway` asks the client to leave and goes on. The words
 * are statuses the server answers with. `until` waits for the test, `delay` waits milliseconds.
 */
export type CallAction =
  | 'reset'
  | 'hang'
  | 'goaway'
  | 'unavailable'
  | 'cancelled'
  | 'unknown'
  | 'internal'
  | 'aborted'
  | 'unimplemented'
  | 'access-denied'
  | 'leader-unknown'
  | { readonly delay: number }
  | { readonly until: Promise<unknown> }
  | { readonly notLeader: { readonly host: string; readonly port: number } }

/** What else can go wrong while events are delivered. `end` ends the call with status OK, without a word. */
export type DeliveryAction = CallAction | 'end' | 'duplicate' | 'stream-deleted'

/** Which streams a fault is for: all of them if none is given. Reads of the whole log count as `$all`. */
export type StreamMatch = string | RegExp

/** An append, delete or tombstone that fails before the commit (the default) or behind it. */
export interface WriteFault {
  readonly on: 'append' | 'delete' | 'tombstone'
  readonly stream?: StreamMatch
  readonly at?: 'before-commit' | 'after-commit'
  readonly do: CallAction
}

/** A read or subscription that fails once it has delivered `after` events; 0, the default, is at once or at the next. */
export interface DeliveryFault {
  readonly on: 'read' | 'subscribe' | 'persistent'
  readonly stream?: StreamMatch
  readonly after?: number
  readonly do: DeliveryAction
}

/** Words of a subscription that are left out, or said wrongly as some servers did. */
export interface SignalFault {
  readonly on: 'caught-up' | 'checkpoint'
  readonly do: 'skip' | 'max' | 'rewind'
}

export interface ServiceFault {
  readonly on: 'features' | 'gossip'
  readonly do: CallAction
}

export type Fault = WriteFault | DeliveryFault | SignalFault | ServiceFault

export type FaultPoint = Fault['on']

/** The faults that can be planned for a point. */
export type FaultAt<Point extends FaultPoint, Any = Fault> = Any extends { readonly on: infer On }
  ? Point extends On
    ? Any
    : never
  : never

/** What is happening right now, for the plan to look for a fault that fits. */
export interface Occasion {
  readonly on: FaultPoint
  readonly stream?: string
  readonly delivered?: number
}

export const fits = (fault: Fault, occasion: Occasion): boolean => {
  if (fault.on !== occasion.on) return false
  if ('stream' in fault && !fitsStream(fault.stream, occasion.stream)) return false
  return (occasion.delivered ?? 0) >= earliest(fault)
}

const earliest = (fault: Fault): number => {
  if ('after' in fault && fault.after !== undefined) return fault.after
  return fault.do === 'duplicate' ? 1 : 0
}

const fitsStream = (match: StreamMatch | undefined, stream: string | undefined): boolean => {
  if (match === undefined) return true
  if (stream === undefined) return false
  return typeof match === 'string' ? match === stream : match.test(stream)
}
