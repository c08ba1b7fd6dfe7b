import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSeats, invitationToken, type OrganizationId, type SeatId } from '@seat-ledger/core'
import { invitationKeys } from '@seat-ledger/node'
import { openSqlitePlatform } from '@seat-ledger/sqlite'
import { manualClock } from '@seat-ledger/testing'
import * as E from 'fp-ts/lib/Either.js'
import { commandLine, type Ended, startLine } from './child.js'
import type { Folder } from './files.js'

const HOUR = 3_600_000

/** A key pair as files. */
export const keyFiles = (files: Folder, name: string): { readonly secret: string; readonly open: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    secret: files.write(`${name}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    open: files.write(`${name}.public.pem`, publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  }
}

/**
 * A file with a history of two organizations, `acme` and `globex`, of the 3rd of March 2026: at 09:00 the pool `team`
 * opens; then each hour somebody is assigned, and half an hour later claims; at 13:00 the first seat is revoked. One of
 * the addresses is a formula for a spreadsheet.
 */
export const writeHistory = async (file: string): Promise<readonly SeatId[]> => {
  mkdirSync(dirname(file), { recursive: true })
  const clock = manualClock('2026-03-03T09:00:00.000Z' as Parameters<typeof manualClock>[0])
  const keys = invitationKeys({ current: 'k', keys: { k: `hex:${'4f'.repeat(32)}` } })
  const opened = await openSqlitePlatform({ file, clock, invitationKeys: keys })
  if (E.isLeft(opened)) throw new Error(opened.left._tag)
  const seats = createSeats(opened.right)
  const ids: SeatId[] = []
  for (const organizationId of ['acme', 'globex'] as OrganizationId[]) {
    clock.set(Date.UTC(2026, 2, 3, 9))
    const pool = { organizationId, poolId: 'team', actor: { kind: 'user', id: 'usr_ada' } as const }
    const source = { kind: 'subscription', id: 'team' } as const
    const product = { id: 'prod_1', name: 'Team' }
    await seats.openPool({ ...pool, customerId: 'cus_owner', source, product, capacity: 5 })
    for (const name of ['grace', '=cmd', 'kurt']) {
      clock.set(clock.now() + HOUR)
      const { seat } = await seats.assign({ ...pool, email: `${name}@${organizationId}.example` })
      ids.push(seat.id)
      clock.set(clock.now() + HOUR / 2)
      const token = invitationToken(keys, { organizationId, seatId: seat.id, number: 1 })
      const customer = { kind: 'customer', id: `cus_${ids.length}` } as const
      await seats.claim({ token, customerId: customer.id, actor: customer })
      clock.set(clock.now() - HOUR / 2)
    }
    clock.set(clock.now() + HOUR)
    const [first] = ids.slice(-3)
    await seats.revoke({ organizationId, seatId: first ?? '', actor: pool.actor, reason: 'left, "finally"' })
  }
  await seats.close()
  opened.right.close()
  return ids
}

const many = fileURLToPath(new URL('./many.ts', import.meta.url))

/** Runs several command lines in one process. */
export const runMany = async (lines: readonly (readonly string[])[]): Promise<readonly Ended[]> => {
  const { stdout, stderr } = await startLine(commandLine([JSON.stringify(lines)], many)).ended
  const [said, told] = [stdout.split('\0'), stderr.split('\0')]
  return lines.map((_, index) => ({
    code: Number(said[index * 2 + 1] ?? Number.NaN),
    stdout: said[index * 2] ?? '',
    stderr: told[index] ?? '',
  }))
}

/** Runs the command lines of several groups in one process, one after the other; gives the answers of each group. */
export const runGroups = async <Name extends string>(
  groups: Readonly<Record<Name, readonly (readonly string[])[]>>,
): Promise<Readonly<Record<Name, readonly Ended[]>>> => {
  const entries = Object.entries<readonly (readonly string[])[]>(groups)
  const answers = [...(await runMany(entries.flatMap(([, lines]) => lines)))]
  const grouped = entries.map(([name, lines]) => [name, answers.splice(0, lines.length)])
  return Object.fromEntries(grouped) as Record<Name, readonly Ended[]>
}

/** The file of `--data`. */
export const ledgerIn = (folder: string): string => join(folder, 'ledger.db')
