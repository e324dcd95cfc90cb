import { readdir, readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { showCount, showDayAndTime, showSize } from '@candour/contract/formatting.ts'
import { beginCommandTransfer, workAsCommand } from '../features/transfers/command-transfer.ts'
import { deliverExport, type Target } from '../features/transfers/deliver-export.ts'
import { workTransfer } from '../features/transfers/work-transfer.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { checkedRecipient, type Outside } from '../platform/vault/seal-for-outside.ts'
import { exitCodes, homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { section } from './help.ts'
import { openInstallation } from './open-installation.ts'
import type { Terminal } from './terminal.ts'
import { progressOf } from './transfer-words.ts'
import { Interrupted, untilInterrupted } from './until-interrupted.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes a practice, or one patient, as FHIR with files and pages to read',
  flags: {
    practice: { value: 'id or name', meaning: 'which practice' },
    patient: { value: 'id', meaning: 'one patient alone' },
    to: { value: 'folder or file.zip', meaning: 'where to; the folder must be new or empty' },
    'seal-for': { value: 'public key', meaning: 'seal it for a key of the age format (age1...)' },
    'passphrase-file': { value: 'file', meaning: 'seal it with the passphrase on the first line of this file' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour export --practice "Tallow Lane Dental" --to ./copy', 'a folder: FHIR NDJSON, files, index.html'],
    [
      'candour export --practice "Tallow Lane Dental" --to copy.zip --seal-for age1...',
      'copy.zip.age, for that key alone',
    ],
    ['candour export --practice "Tallow Lane Dental" --patient 0199... --to one.zip', 'one patient'],
  ],
  notes: () =>
    section('Good to know', [
      ['Ctrl-C', 'stops in order; the same command goes on from there, also after a crash'],
      ['Ledger', 'every patient whose record leaves has it in their access log'],
      ['Sealed', 'age -d opens it, without Candour: https://age-encryption.org'],
    ]),
  async run(flags, terminal) {
    const { practice, patient, to } = flags
    if (typeof practice !== 'string' || typeof to !== 'string') {
      terminal.fail(
        typeof practice !== 'string'
          ? 'Say which practice: --practice <id or name>.'
          : 'Say where to: --to <folder or file.zip>.',
      )
      return exitCodes.wrongUsage
    }
    const target = await readTarget(to, flags)
    const signal = untilInterrupted(() => terminal.say('Stopping after what is in hand …'))
    try {
      return await runExport({
        practice,
        patient: typeof patient === 'string' ? patient : null,
        target,
        flags,
        terminal,
        signal,
      })
    } catch (error) {
      if (!(error instanceof Interrupted) && signal.reason !== error) throw error
      terminal.tell({ event: 'paused' })
      terminal.say('Paused. Run the same command to go on.')
      return exitCodes.interrupted
    }
  },
}

interface Exporting {
  practice: string
  patient: string | null
  target: Target
  flags: GivenFlags
  terminal: Terminal
  signal: AbortSignal
}

async function runExport({ practice, patient, target, flags, terminal, signal }: Exporting): Promise<number> {
  await using installation = await openInstallation(flags)
  const { workshop, database } = installation
  const { id, name } = await installation.practice(practice)
  const source = JSON.stringify([target.path, patient])
  const begun = await beginCommandTransfer(workshop, id, { kind: 'export', total: 0, files: [], source, patient })
  const { transfer } = begun.row
  terminal.say(terminal.bold(name))
  if (begun.isResumed) terminal.say(`Going on with the export of ${showDayAndTime(begun.row.created_at)}.`)
  else await refuseTaken(target)
  const began = performance.now()
  const progress = progressOf(terminal, 'Gathering', 'resources')
  let written = { resources: 0, size: 0 }
  await workAsCommand(
    workshop,
    database.jobs,
    { practice: id, transfer, signal, onProgress: ({ done, total }) => progress(done, total) },
    async (running, taken) => {
      await workTransfer(running, taken, () => Promise.reject(new Error('an export has no source')))
      terminal.progress('Writing')
      written = await deliverExport(running, target)
    },
  )
  const seconds = (performance.now() - began) / 1000
  terminal.tell({ event: 'exported', transfer, path: target.path, ...written, seconds })
  terminal.say(
    `${showCount(written.resources)} resources, ${showSize(written.size)}, in ${seconds.toFixed(1)} s: ${terminal.bold(target.path)}`,
  )
  if (target.seal === null)
    terminal.say('It is not sealed: whoever has it can read it. --seal-for and --passphrase-file seal it.')
  return exitCodes.done
}

async function readTarget(to: string, flags: GivenFlags): Promise<Target> {
  const seal = await readSeal(flags)
  const isZip = /\.zip(\.age)?$/i.test(to)
  if (seal !== null && !isZip) throw new OperatorError('What is sealed is one file: --to <file.zip>.')
  if (seal === null && to.toLowerCase().endsWith('.age'))
    throw new OperatorError('Say for whom it is sealed: --seal-for <public key>, or --passphrase-file <file>.')
  const path = resolve(seal !== null && !to.toLowerCase().endsWith('.age') ? `${to}.age` : to)
  return { path, kind: isZip ? 'zip' : 'folder', seal }
}

async function readSeal(flags: GivenFlags): Promise<Outside | null> {
  const { 'seal-for': recipient, 'passphrase-file': file } = flags
  if (recipient !== undefined && file !== undefined)
    throw new OperatorError('Use one of --seal-for and --passphrase-file.')
  if (typeof recipient === 'string') {
    try {
      return { recipient: checkedRecipient(recipient) }
    } catch (error) {
      throw new OperatorError((error as Error).message)
    }
  }
  if (typeof file !== 'string') return null
  const passphrase = (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0]!
  if (passphrase.length < 12) throw new OperatorError('The passphrase has at least 12 characters.')
  return { passphrase }
}

/** What is there is never written over. */
async function refuseTaken({ path, kind }: Target): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) return
  if (kind === 'folder' && found.isDirectory() && (await readdir(path)).length === 0) return
  throw new OperatorError(`${path} is there already. Choose another name.`)
}
