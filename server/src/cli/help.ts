import type { Command } from './command.ts'

export function overview(commands: readonly Command[]): string {
  return [
    'Candour keeps clinical records sealed, and says who read what.',
    '',
    section('Commands', [
      ...commands.map(({ name, summary }) => [`candour ${name}`, summary] as const),
      ['candour help <command>', 'what a command does, its flags, and examples'],
    ]),
    section('Flags', [
      ['--json', 'every command: print JSON for programs instead of words'],
      ['--help, --version', ''],
    ]),
    section('Exit codes', [
      ['0', 'done'],
      ['1', 'it failed, and the reason was printed'],
      ['2', 'the command line was not understood'],
      ['3', 'status: Candour is not running'],
    ]),
  ].join('\n')
}

export function helpFor(command: Command): string {
  const flags = Object.entries(command.flags).map(
    ([name, flag]) => [`--${name}${flag.value === undefined ? '' : ` <${flag.value}>`}`, flag.meaning] as const,
  )
  const words = command.words === undefined ? '' : ` <${command.words}>`
  const parts = [
    `candour ${command.name}${words}: ${command.summary}`,
    '',
    section('Examples', command.examples),
    section('Flags', flags),
  ]
  return command.notes === undefined ? parts.join('\n') : [...parts, command.notes()].join('\n')
}

/** A heading, and rows in two columns. */
export function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return [heading, ...rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd()), ''].join('\n')
}
