import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { showCount } from '@candour/contract/formatting.ts'
import { acknowledge } from '../features/checkpoints/acknowledge.ts'
import { bundleByOperator } from '../features/checkpoints/bundle-by-operator.ts'
import { beginLedger } from '../platform/ledger/open-ledger.ts'
import { publishedFile, type PublishedFile } from '../platform/ledger/published.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { openInstallation, type Installation } from './open-installation.ts'
import type { Terminal } from './terminal.ts'

export const ledger: Command = {
  name: 'ledger',
  summary: 'writes a practice’s ledger to a file, for checking it without Candour',
  flags: {
    practice: { value: 'id or name', meaning: 'which practice' },
    out: { value: 'file', meaning: 'where to; a new file' },
    acknowledge: { meaning: 'let the ledger go on from a database that is not what was signed' },
    reason: { value: 'words', meaning: 'with --acknowledge: why; every practice is told' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour ledger --practice "Tallow Lane Dental" --out ledger.ndjson', 'every entry, signed; names no patient'],
    ['candour ledger --acknowledge --reason "Restored last night’s backup"', 'the ledger goes on, under a new name'],
  ],
  notes: () =>
    'Candour numbers and signs nothing while its database is behind what it signed, or is another one: an older backup was\n' +
    'put back, or rows were cut. Put back the newest database if you can. If that is gone, --acknowledge lets the ledger go\n' +
    'on under a new name: whoever holds a checkpoint from before keeps it as proof of what was there. Where a tree alone was\n' +
    'altered, it is made anew of its entries, and the name stays.',
  async run(flags, terminal) {
    if (flags['acknowledge'] === true) return goOn(flags, terminal)
    const { practice, out } = flags
    if (typeof practice !== 'string') throw new OperatorError('Say which practice: --practice <id or name>.')
    if (typeof out !== 'string') throw new OperatorError('Say where to: --out <file>.')
    await using installation = await openInstallation(flags)
    const { id, name } = await installation.practice(practice)
    const { workshop, database, witnesses } = installation
    const parts = { ...workshop, gate: database.gate, published: await openPublished(installation), witnesses }
    let entries = 0
    const lines = bundleByOperator(parts, id, (done, of) => {
      entries = of
      terminal.progress(`${showCount(done)} of ${showCount(of)} entries`)
    })
    await pipeline(Readable.from(lines), createWriteStream(out, { flags: 'wx', mode: 0o600 })).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST')
          throw new OperatorError(`${out} is there already. Choose another name.`)
        throw error
      },
    )
    terminal.tell({ event: 'written', practice: id, out, entries })
    return terminal.say(
      `${terminal.bold(name)}: ${showCount(entries)} entries, in ${out}. Check it with candour verify.`,
    )
  },
}

/** Also where no server of this version ran yet. */
async function openPublished({ database, workshop, keysDirectory }: Installation): Promise<PublishedFile> {
  const published = publishedFile(keysDirectory)
  await beginLedger(database.sequencer, workshop.vault, published)
  return published
}

async function goOn(flags: GivenFlags, terminal: Terminal): Promise<number> {
  const { reason } = flags
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 300)
    throw new OperatorError('Say why, in at most 300 letters: --reason "...". Every practice is told.')
  await using installation = await openInstallation(flags)
  const { workshop, database } = installation
  const done = await acknowledge({ ...workshop, database, published: await openPublished(installation) }, reason)
  if (done === null)
    throw new OperatorError('Nothing stands in the way of the ledger: there is nothing to acknowledge.')
  terminal.tell({ event: 'acknowledged', ...done })
  const lost = done.lost.map((one) => `  ${one.practice}  ${one.found} of ${one.signed} signed entries are there`)
  const rebuilt = done.rebuilt.map((one) => `  ${one}  its tree was made anew of its entries`)
  const missing = done.missing.map((one) => `  ${one}  entries are missing; it stays unsigned until they are put back`)
  const said = done.renamed
    ? 'The ledger goes on, under a new name. Every practice was told. Running nodes follow within seconds.'
    : rebuilt.length === 0
      ? 'Nothing was changed.'
      : 'The ledger goes on, under its name. Whose tree was made anew was told. Running nodes follow within minutes.'
  return terminal.say([said, ...lost, ...rebuilt, ...missing].join('\n'))
}
