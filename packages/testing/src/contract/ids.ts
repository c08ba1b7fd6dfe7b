import { deepStrictEqual, match, ok } from 'node:assert/strict'
import { CommandId, type Ids, SeatId } from '@seat-ledger/core'
import type { ContractCase, Subject } from './case.js'
import { upTo } from './streams.js'

/** Ids to be tested. */
export interface IdsUnderTest extends Subject {
  readonly ids: Ids
}

const MANY = 10_000

/** Known answers, made with Python's `uuid.uuid5` and `hashlib`. Other answers would make old events strangers. */
const EVENT_IDS: readonly (readonly [string, string])[] = [
  ['seat_ledger-acme.team/command/0', '3c7e0526-d76b-5f83-83ee-757fc9bf3079'],
  ['', '963d199d-3c01-5277-b15e-70102df8c416'],
  ['Grüße, 漢字 🪑', '76a9f6ed-2923-50b1-b05b-c99c99149660'],
  ['n'.repeat(1_000), '6584cc1a-25e7-53cc-a7e7-c48a621a7b2e'],
]
const FINGERPRINTS: readonly (readonly [string, string])[] = [
  ['seat_ledger-acme.team/command/0', 'XRPO3MSD4Vu8nxf6e1GJo-EhuRuJ_h8mwt-FR_GdQ3w'],
  ['', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
  ['Grüße, 漢字 🪑', 'LjRBDA3fNx5NhszlszNfwle9nv36WN0-m3K07LoCUrs'],
  ['n'.repeat(1_000), '_6tp2SUs4YnXWaXu2sCpjmaA10yj_cRLvEB7OmrjLZ8'],
]

/** The rules of `Ids`. */
export const idsCases: readonly ContractCase<IdsUnderTest>[] = [
  {
    name: 'a seat is 21 characters of A-Z, a-z, 0-9, _ and -, so that it completes a seat id',
    run: async ({ ids }) => {
      for (const _ of upTo(100)) {
        const seat = ids.seat()
        match(seat, /^[A-Za-z0-9_-]{21}$/)
        ok(SeatId.is(`pool.${seat}`))
      }
    },
  },
  {
    name: 'no two seats and no two commands are the same',
    run: async ({ ids }) => {
      deepStrictEqual(new Set(upTo(MANY).map(() => ids.seat())).size, MANY)
      deepStrictEqual(new Set(upTo(MANY).map(() => ids.command())).size, MANY)
    },
  },
  {
    name: 'a command is a command id',
    run: async ({ ids }) => {
      ok(upTo(100).every(() => CommandId.is(ids.command())))
    },
  },
  ...EVENT_IDS.map(
    ([name, id]): ContractCase<IdsUnderTest> => ({
      name: `the event id of "${name.slice(0, 20)}" is the UUIDv5 ${id}`,
      run: async ({ ids }) => deepStrictEqual([ids.event(name), ids.event(name)], [id, id]),
    }),
  ),
  {
    name: 'events of different names have different ids',
    run: async ({ ids }) => {
      deepStrictEqual(new Set(upTo(MANY).map((index) => ids.event(`stream/command/${index}`))).size, MANY)
    },
  },
  ...FINGERPRINTS.map(
    ([text, fingerprint]): ContractCase<IdsUnderTest> => ({
      name: `the fingerprint of "${text.slice(0, 20)}" is SHA-256 as base64url`,
      run: async ({ ids }) =>
        deepStrictEqual([ids.fingerprint(text), ids.fingerprint(text)], [fingerprint, fingerprint]),
    }),
  ),
]
