import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Within } from '../../platform/http/endpoint.ts'
import type { Statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { signUp, type Person } from '../../../test/people.ts'
import { newNhsNumber } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { forgetPatients } from './forget-patient.ts'
import { indexPatients } from './index-patient.ts'
import { identityOf } from './patient-fhir.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

const within = <T>(act: (within: Within) => Promise<T>) =>
  inPractice(candour, owner.session.practice.id, (inside) => act({ ...inside, now: new Date() }))

/** The statements that `act` ran. */
async function counted(act: (within: Within) => Promise<void>): Promise<number> {
  let count = 0
  await within(async (inside) => {
    const run = <Row>(statement: Statement<Row>, ...values: unknown[]) => {
      count += 1
      return inside.tx.run(statement, ...values)
    }
    const send: Transaction['send'] = (...given) => {
      count += 1
      inside.tx.send(...given)
    }
    await act({ ...inside, tx: { ...inside.tx, run, send } as Transaction })
  })
  return count
}

const patients = Array.from({ length: 500 }, (_, at) => ({
  patient: newId(),
  version: 1,
  resource: {
    resourceType: 'Patient',
    name: [{ family: `Importedly${String.fromCharCode(97 + (at % 26))}`, given: ['Ada'] }],
    birthDate: `19${String(10 + (at % 90))}-05-06`,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: newNhsNumber() }],
    telecom: [{ system: 'email', value: `imported${at}@example.org` }],
  },
}))
const asIndexed = ({ patient, version, resource }: (typeof patients)[0]) => ({
  patient,
  version,
  identity: identityOf(resource),
})
const find = async (text: string) => (await owner.browser.call(patientRoutes.find, { text })).matches.length

test('five hundred patients are made findable in two statements, and forgotten in three', async () => {
  await within(async (inside) => {
    for (const { patient } of patients) await createCompartment(inside, 'patient', patient)
  })
  expect(await counted((inside) => indexPatients(inside, patients.map(asIndexed)))).toBe(2)
  const last = patients.at(-1)!.resource
  expect([await find(last.identifier[0]!.value), await find('imported499@'), await find('importedlyc')]).toEqual([
    1, 1, 20,
  ])
  expect(
    await counted((inside) =>
      forgetPatients(
        inside,
        patients.map(({ patient }) => patient),
      ),
    ),
  ).toBe(3)
  expect([await find(last.identifier[0]!.value), await find('importedlyc')]).toEqual([0, 0])
})

test('an NHS number that another patient has is refused, and nobody of the same call is indexed', async () => {
  const [one, two, three] = patients as [(typeof patients)[0], (typeof patients)[0], (typeof patients)[0]]
  await within((inside) => indexPatients(inside, [asIndexed(one)]))
  const taken = { ...two, resource: { ...two.resource, identifier: one.resource.identifier } }
  await expect(within((inside) => indexPatients(inside, [three, taken].map(asIndexed)))).rejects.toMatchObject({
    code: 'patient.nhs_number_taken',
  })
  expect(await find('imported2@')).toBe(0)
  // Again for the same patient it is an amendment.
  await within((inside) => indexPatients(inside, [asIndexed({ ...one, version: 2 })]))
  expect(await find('imported0@')).toBe(1)
})
