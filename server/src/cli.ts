#!/usr/bin/env node
import { commands } from './cli/commands.ts'
import { readArguments } from './cli/arguments.ts'
import { exitCodes } from './cli/command.ts'
import { describeFailure, isExpected } from './cli/failures.ts'
import { helpFor, overview } from './cli/help.ts'
import { terminal } from './cli/terminal.ts'
import { readVersion } from './cli/version.ts'

// Whatever still holds the process when its work is done is not waited for.
process.exit(await run(process.argv.slice(2)))

async function run(words: readonly string[]): Promise<number> {
  const asked = readArguments(words, commands)
  const output = terminal(asked.kind === 'run' && asked.flags['json'] === true)
  if (asked.kind === 'wrong') {
    process.stderr.write(`${asked.problem}\n`)
    return exitCodes.wrongUsage
  }
  if (asked.kind === 'version') return output.say(`candour ${readVersion()}`)
  if (asked.kind === 'help')
    return output.say(asked.command === undefined ? overview(commands) : helpFor(asked.command))
  try {
    return await asked.command.run(asked.flags, output, asked.words)
  } catch (error) {
    output.fail(describeFailure(error))
    if (!isExpected(error)) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCodes.failed
  }
}
