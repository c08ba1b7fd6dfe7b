import { Command } from 'commander'
import { auditAsOfCommand } from './audit/as-of.js'
import { auditExportCommand } from './audit/export.js'
import { auditHistoryCommand } from './audit/history.js'
import { auditPeopleCommand } from './audit/people.js'
import { auditUsageCommand } from './audit/usage.js'
import { auditVerifyCommand } from './audit/verify.js'

/** `seat-ledger audit`: who held which seat, when, by whose hand, provably. */
export const auditCommand = (): Command => {
  const audit = new Command('audit').description('Who held which seat, when, by whose hand, provably.')
  const commands = [
    auditHistoryCommand,
    auditAsOfCommand,
    auditUsageCommand,
    auditPeopleCommand,
    auditExportCommand,
    auditVerifyCommand,
  ]
  for (const command of commands) audit.addCommand(command())
  return audit
}
