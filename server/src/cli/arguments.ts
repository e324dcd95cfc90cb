import { parseArgs } from 'node:util'
import type { Command, GivenFlags } from './command.ts'

export type Asked =
  | { kind: 'run'; command: Command; flags: GivenFlags; words: readonly string[] }
  | { kind: 'help'; command?: Command }
  | { kind: 'version' }
  | { kind: 'wrong'; problem: string }

/** What a command line asks for; `problem` is ready to be printed. */
export function readArguments(words: readonly string[], commands: readonly Command[]): Asked {
  const [first, ...rest] = words
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' }
  if (first === '--version') return { kind: 'version' }
  if (first === 'help') return readHelp(rest, commands)
  const command = find(first, commands)
  if (command === undefined) return unknownCommand(first, commands)
  return readFlags(command, rest)
}

function readHelp(rest: readonly string[], commands: readonly Command[]): Asked {
  const [name, ...more] = rest.filter((word) => word !== '--help' && word !== '-h')
  if (name === undefined) return { kind: 'help' }
  const command = find(name, commands)
  if (command === undefined) return unknownCommand(name, commands)
  if (more.length > 0)
    return { kind: 'wrong', problem: `candour help takes one command, not "${more.join(' ')}" as well.` }
  return { kind: 'help', command }
}

function readFlags(command: Command, words: readonly string[]): Asked {
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help', command }
  if (command.isPassedOn === true) return { kind: 'run', command, flags: {}, words }
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [
      name,
      { type: flag.value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  // Not strict: its own messages are for programmers.
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
  const flags: Record<string, string | boolean> = {}
  const given: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (command.words === undefined) return wrong(command, `candour ${command.name} takes no "${token.value}".`)
      given.push(token.value)
      continue
    }
    if (token.kind === 'option-terminator') continue
    if (!Object.hasOwn(command.flags, token.name))
      return wrong(command, `candour ${command.name} has no flag ${token.rawName}.`)
    const flag = command.flags[token.name]
    if (flag?.value === undefined && token.value !== undefined)
      return wrong(command, `${token.rawName} takes no value.`)
    if (
      flag?.value !== undefined &&
      (token.value === undefined || token.value === '' || token.value.startsWith('--'))
    ) {
      return wrong(command, `${token.rawName} needs a ${flag.value}.`)
    }
    if (flags[token.name] !== undefined) return wrong(command, `${token.rawName} was given twice.`)
    flags[token.name] = token.value ?? true
  }
  return { kind: 'run', command, flags, words: given }
}

function find(name: string, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => command.name === name)
}

function unknownCommand(name: string, commands: readonly Command[]): Asked {
  const known = [...commands.map((command) => command.name), 'help'].join(', ')
  return { kind: 'wrong', problem: `candour has no command "${name}". There are: ${known}.` }
}

function wrong(command: Command, problem: string): Asked {
  const known = Object.keys(command.flags).map((name) => `--${name}`)
  return {
    kind: 'wrong',
    problem: `${problem}\nIts flags are ${known.join(', ')}. candour ${command.name} --help says more.`,
  }
}
