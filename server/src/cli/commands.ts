import type { Command } from './command.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { importPatients } from './import-patients.ts'
import { start } from './start.ts'
import { status } from './status.ts'

/** In the order in which one meets them. */
export const commands: readonly Command[] = [start, status, importCommand, importPatients, exportCommand]
