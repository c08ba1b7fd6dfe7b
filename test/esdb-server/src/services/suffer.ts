import { setTimeout as delay } from 'node:timers/promises'
import type { OpenCall } from '../calls.js'
import type { CallAction, WriteFault } from '../faults/fault.js'
import type { Cables, Host } from '../host.js'
import { type Failure, failureOf } from '../wire/failure.js'

/** A call under a fault: where it runs, and how it is told that it failed. */
export interface Patient {
  readonly call: OpenCall
  fail(failure: Failure, action: CallAction): void
}

/** Lets a planned fault happen to a call, and says whether the call goes on behind it, if its client is still there. */
export const suffer = async (cables: Cables, action: CallAction, patient: Patient): Promise<boolean> => {
  const { call } = patient
  const failure = failureOf(action)
  if (failure !== undefined) {
    patient.fail(failure, action)
    return false
  }
  if (typeof action === 'object') {
    await Promise.race([pause(action), call.over])
    return true
  }
  if (action === 'goaway') cables.goAway()
  if (action === 'reset') cables.reset(call.peer)
  if (action === 'hang') await call.over
  return action === 'goaway'
}

const pause = async (action: Exclude<CallAction, string>): Promise<void> => {
  if ('until' in action) await action.until
  // An unreferenced timer: a delayed answer must not keep a finished test process alive.
  if ('delay' in action) await delay(action.delay, undefined, { ref: false })
}

/** Commits between the faults that are planned before and behind it. `undefined`: there is nobody to answer. */
export const commitUnderFaults = async <Outcome>(
  host: Host,
  on: WriteFault['on'],
  stream: string,
  patient: Patient,
  commit: () => Outcome,
): Promise<Outcome | undefined> => {
  const fault = host.faults.take({ on, stream })
  const late = fault?.at === 'after-commit'
  if (fault !== undefined && !late && !(await suffer(host.cables, fault.do, patient))) return undefined
  // As on the server: a write whose call is already cancelled when its turn comes is dropped.
  if (patient.call.isOver) return undefined
  const outcome = commit()
  if (fault !== undefined && late && !(await suffer(host.cables, fault.do, patient))) return undefined
  return outcome
}
