import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../platform/operator-error.ts'
import type { Command } from './command.ts'
import { section } from './help.ts'

const program = join(import.meta.dirname, '../../../verifier/verify.ts')

/** Starts the verifier as it is, a program of its own: what checks Candour runs none of its code and has none of its keys. */
export const verify: Command = {
  name: 'verify',
  summary: 'checks a bundle of the ledger, a proof of an entry or an evidence pack',
  words: 'file',
  isPassedOn: true,
  flags: {
    key: { value: 'vkey', meaning: 'whom to believe, instead of the file itself; may be given more than once' },
    since: {
      value: 'file',
      meaning: 'a checkpoint, a proof or a bundle kept from before; may be given more than once',
    },
    witness: { value: 'vkey', meaning: 'a witness to look for; may be given more than once' },
    need: { value: 'number', meaning: 'how many of them must have signed; all of them otherwise' },
    tolerance: {
      value: 'seconds',
      meaning: 'by how much an entry’s time may go back before it is told; 300 otherwise',
    },
    json: { meaning: 'print JSON for programs instead of words' },
  },
  examples: [
    ['candour verify bundle.ndjson', 'with the key that the file brings'],
    ['candour verify bundle.ndjson --key VKEY', 'with the key that you know'],
    ['candour verify bundle.ndjson --since august.note', 'that the ledger only grew since'],
    ['candour verify bundle.ndjson --witness VKEY', 'that this witness saw the same'],
    ['candour verify proof.json', 'that one entry is in the ledger'],
  ],
  notes: () =>
    section('Exit codes', [
      ['0', 'it holds'],
      ['1', 'it does not, and what is wrong was printed'],
      ['2', 'the command line was not understood, or a file could not be read'],
    ]) + 'It needs neither Candour nor a network: node verifier/verify.ts does the same elsewhere (docs/verify.md).',
  run(_flags, _terminal, words) {
    if (!existsSync(program)) throw new OperatorError(`The verifier is not here: ${program}`)
    const verifier = spawn(process.execPath, [program, ...words], {
      stdio: 'inherit',
      env: { PATH: process.env['PATH'] },
    })
    return new Promise((resolve, reject) => {
      verifier.on('error', reject)
      verifier.on('exit', (code) => resolve(code ?? 1))
    })
  },
}
