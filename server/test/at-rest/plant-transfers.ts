/** An import with a mistake in it, and an export: names of files, lines and a passphrase carry canaries. */
import { transferRoutes } from '@candour/contract/transfers.ts'
import type { Canaries } from './canaries.ts'
import type { Day } from './plant.ts'
import { checkedImport, doneExport, downloadExport, settled } from '../transfers/by-web.ts'
import type { Person } from '../people.ts'

export async function moveRecords({ owner, patient }: Day, { text }: Canaries): Promise<void> {
  const by = { browser: owner } as unknown as Person
  const line = (resource: object) => `${JSON.stringify(resource)}\n`
  const named = [{ family: text('imported surname'), given: [text('imported given name')] }]
  const contents =
    line({ resourceType: 'Patient', id: 'planted', name: named }) +
    line({ resourceType: 'Patient', id: 'refused', gender: text('refused value') }) +
    line({
      resourceType: 'Observation',
      status: 'final',
      code: { text: text('imported code') },
      subject: { reference: 'Patient/planted' },
    })
  const { id } = await checkedImport(by, { [`${text('name of an imported file')}.ndjson`]: contents })
  await owner.call(transferRoutes.keep, { id })
  await settled(by, id)
  await owner.call(transferRoutes.listRefused, { id })
  const passphrase = `a ${text('passphrase of an export')} for it`
  await downloadExport(by, (await doneExport(by, { patient, passphrase })).id)
  await downloadExport(by, (await doneExport(by)).id)
}
