import { Option } from 'commander'

/** A flag that can come from a variable instead: `--log-level` from `SEAT_LEDGER_LOG_LEVEL`. */
export const option = (flags: string, description: string): Option => {
  const made = new Option(flags, description)
  return made.env(`SEAT_LEDGER_${made.name().toUpperCase().replaceAll('-', '_')}`)
}
