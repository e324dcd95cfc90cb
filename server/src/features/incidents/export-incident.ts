import { id as idShape } from '@candour/contract/shapes.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call, Outcome } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { ExportEntry } from '../transfers/export-entries.ts'
import { zipOf } from '../transfers/write-export.ts'
import { keepStep } from './act-on-incident.ts'
import { findIncident, type Found } from './find-incident.ts'
import { incidentFile } from './incident-file.ts'
import { incidentPage } from './incident-page.ts'

/** Enters why, as a step of the case: what is taken out is the case as it stands with it. Throws `incident.not_found`. */
export async function startIncidentExport(
  call: Call<{ id: string; reason: string }>,
): Promise<Outcome<{ number: number }>> {
  const { id, reason } = call.input
  const found = await findIncident(call, id)
  const { output: _shown, ...rest } = await keepStep(call, found, { step: 'exported', reason }, reason)
  return { ...rest, output: { number: found.opened.steps.length + 1 } }
}

/** A ZIP of a page to read and print, the same for programs, and the sums of both. Throws `incident.not_found`. */
export async function downloadIncident(call: Call<BytesInput>): Promise<BytesOutcome> {
  const id = idShape.safeParse(call.input.parameters['id'])
  const number = call.input.parameters['number']!
  const upTo = /^[1-9]\d{0,6}$/.test(number) ? Number(number) : 0
  if (!id.success || upTo === 0) throw new AppError('incident.not_found')
  const found = await findIncident(call, id.data, upTo)
  const last = exportStep(found, upTo)
  const file = await incidentFile(call, found, last)
  const members = [
    { path: 'incident.html', bytes: Buffer.from(incidentPage(file)) },
    { path: 'incident.json', bytes: Buffer.from(`${JSON.stringify(file, null, 2)}\n`) },
  ]
  const sums = members.map(({ path, bytes }) => `${digest(bytes).toString('hex')}  ${path}\n`).join('')
  const all = [...members, { path: 'SHA256SUMS', bytes: Buffer.from(sums) }]
  return {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="incident-${last.at.slice(0, 10)}.zip"`,
      'cache-control': 'private, no-store',
    },
    body: () => zipOf(entriesOf(all), new Date(last.at)),
    subjects: [],
  }
}

/** Only what somebody entered a reason for. */
function exportStep({ opened: { steps } }: Found, upTo: number) {
  const last = steps.at(-1)
  if (last?.step !== 'exported' || last.number !== upTo) throw new AppError('incident.not_found')
  return last
}

async function* entriesOf(members: { path: string; bytes: Buffer }[]): AsyncGenerator<ExportEntry> {
  for (const { path, bytes } of members) yield { path, name: null, text: true, bytes: one(bytes) }
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}
