/** A number of things as people say it: `1 ledger`, `1,000 ledgers`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
