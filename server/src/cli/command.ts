import type { Terminal } from './terminal.ts'

/** `--name value` gives a string, a flag without a value gives true. */
export type GivenFlags = Readonly<Record<string, string | boolean | undefined>>

export interface Flag {
  /** What stands for its value in the help; a flag without takes none. */
  value?: string
  meaning: string
}

export interface Command {
  name: string
  summary: string
  flags: Readonly<Record<string, Flag>>
  /** What its other words stand for, such as `folder or files`; a command without takes none. */
  words?: string
  /** A line to type, and what it does. */
  examples: readonly (readonly [line: string, meaning: string])[]
  /** Its words and flags go as they are to the program that it starts, which understands them itself. */
  isPassedOn?: true
  /** Printed at the end of its help. */
  notes?: () => string
  /** Answers the exit code. */
  run(flags: GivenFlags, terminal: Terminal, words: readonly string[]): Promise<number>
}

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, notRunning: 3, interrupted: 130 } as const

export const homeFlag = { value: 'folder', meaning: 'where everything is kept (CANDOUR_HOME)' }
export const jsonFlag = { meaning: 'print JSON for programs instead of words' }
