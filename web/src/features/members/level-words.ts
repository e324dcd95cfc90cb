import { levels, type Level } from '@candour/contract/permissions.ts'

export const levelWords: Record<Level, string> = {
  0: 'Opens nothing. Every session ends at once; the history stays.',
  1: 'Finds and registers patients, adds files. Reads no notes.',
  2: 'Reads and writes the whole record.',
  3: 'Also invites and approves colleagues, and reads the activity.',
  4: 'Also gives and takes every level.',
}

export const levelChoices = (from: Level, to: Level) =>
  ([0, 1, 2, 3, 4] as const)
    .filter((level) => level >= from && level <= to)
    .map((level) => [String(level), levels[level]] as const)
