import type { Command } from './command.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { importMembers } from './import-members.ts'
import { importPatients } from './import-patients.ts'
import { ledger } from './ledger.ts'
import { incident } from './incident.ts'
import { lockdown } from './lockdown.ts'
import { openRules } from './open-rules.ts'
import { rotate } from './rotate.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { support } from './support.ts'
import { verify } from './verify.ts'

/** In the order in which one meets them. */
export const commands: readonly Command[] = [
  start,
  status,
  importCommand,
  importPatients,
  importMembers,
  exportCommand,
  ledger,
  verify,
  lockdown,
  incident,
  openRules,
  rotate,
  support,
]
