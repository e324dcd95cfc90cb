/** Examples of the calls about resources, what lies unfiled, imports, exports and tables. */
import { newId } from '../../src/platform/vault/ids.ts'
import { unfiledRoutes } from '@candour/contract/unfiled.ts'
import { registerPatient, type Person } from '../people.ts'
import { checkedTable, keptTable, readTableOf } from '../tables/by-web.ts'
import { announceImport, checkedImport, doneExport, uploadImport } from '../transfers/by-web.ts'
import type { Asked } from './call-endpoint.ts'
import type { Example } from './factor-examples.ts'
import { newWord, putResource, writeNote } from './house.ts'

/** A table of one new patient, whose address can't be read. */
const onePatient = () => `ID,Surname,Email\n${newWord()},${newWord()},nowhere\n`

const twoPatients = {
  'patients.ndjson': ['one', 'two'].map((id) => `{"resourceType":"Patient","id":"import-${id}"}\n`).join(''),
}

const input = (fields: Record<string, unknown>): Promise<Asked> => Promise.resolve({ input: fields })
const fhirType = { 'content-type': 'application/fhir+json' }

export const recordExamples: Record<string, Example> = {
  'transfer.list': () => input({}),
  'transfer.read': async ({ admin }) => ({ input: { id: (await announceImport(admin, twoPatients)).id } }),
  'transfer.start-import': () => input({ files: [{ name: `${newWord()}.ndjson`, size: 12 }] }),
  'transfer.upload': async ({ admin }) => {
    const { id } = await announceImport(admin, twoPatients)
    return { input: { id, file: '0' }, bytes: Buffer.from(twoPatients['patients.ndjson']) }
  },
  'transfer.start-check': async ({ admin }) => ({ input: { id: (await uploadImport(admin, twoPatients)).id } }),
  'transfer.start-keep': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.cancel': async ({ admin }) => ({
    input: { id: (await announceImport(admin, twoPatients)).id },
  }),
  'transfer.list-refused': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.read-refused': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.start-export': () => input({ passphrase: `harbour lantern ${newWord()}` }),
  'transfer.export-patient': ({ patient }) => input({ id: patient.id, passphrase: `harbour lantern ${newWord()}` }),
  'transfer.download': async ({ admin, patient }) => ({
    input: { id: (await doneExport(admin, { patient: patient.id })).id },
  }),

  'table.read': async ({ admin }) => ({ input: { id: (await readTableOf(admin, onePatient())).id } }),
  'table.map': async ({ admin }) => ({
    input: {
      id: (await readTableOf(admin, onePatient())).id,
      source: 'An old system',
      dateOrder: 'dmy',
      fields: ['externalId', 'family', 'email'],
    },
  }),
  'table.list-rows': async ({ admin }) => ({ input: { id: (await checkedTable(admin, onePatient())).id } }),
  'table.read-rows': async ({ admin }) => ({ input: { id: (await checkedTable(admin, onePatient())).id } }),
  'table.start-keep': async ({ admin }) => ({
    input: { id: (await checkedTable(admin, onePatient())).id, possible: true },
  }),
  'table.start-undo': async ({ admin }) => ({ input: { id: (await keptTable(admin, onePatient())).id } }),

  'unfiled.list': () => input({}),
  'unfiled.file': async ({ admin, patient }) => ({
    input: { type: 'DocumentReference', id: await unfiledDocument(admin), baseVersion: 1, patient: patient.id },
  }),
  'unfiled.take-back': async ({ admin, patient }) => {
    const one = { type: 'DocumentReference', id: await unfiledDocument(admin) }
    await admin.browser.call(unfiledRoutes.file, { ...one, baseVersion: 1, patient: patient.id })
    return { input: { ...one, baseVersion: 2 } }
  },

  'resource.create': async ({ patient }) => ({
    input: { type: 'DocumentReference' },
    resource: {
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: `Patient/${patient.id}` },
      content: [{ attachment: { contentType: 'text/plain', data: 'RGVhciBwYXRpZW50' } }],
    },
    headers: fhirType,
  }),
  'resource.read': ({ patient }) => input({ type: 'Patient', id: patient.id }),
  'resource.vread': ({ patient }) => input({ type: 'Patient', id: patient.id, version: 1 }),
  'resource.history': ({ patient }) => input({ type: 'Patient', id: patient.id }),
  'resource.delete': async ({ admin, patient }) => ({
    input: { type: 'Composition', id: await writeNote(admin, patient.id, newWord()) },
  }),
  'resource.update': async ({ admin }) => {
    const { id } = await registerPatient(admin, { family: newWord() })
    return {
      input: { type: 'Patient', id },
      resource: { resourceType: 'Patient', id, name: [{ family: newWord() }] },
      headers: { ...fhirType, 'if-match': 'W/"1"' },
    }
  },
}

/** A document that names nobody. */
async function unfiledDocument(admin: Person): Promise<string> {
  const id = newId()
  await putResource(admin, 'DocumentReference', id, { status: 'current', content: [{ attachment: { title: 'x' } }] })
  return id
}
