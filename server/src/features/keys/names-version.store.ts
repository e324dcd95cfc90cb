import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** Every column that names the version of a key by which something is wrapped; a wall test looks for others in the catalogue. */
export const namingColumns = {
  practice: ['candour.compartment.practice_key_version'],
  installation: [
    'gate.account.installation_key_version',
    'gate.installation.installation_key_version',
    'gate.support_person.installation_key_version',
  ],
}

const byInstallation = namingColumns.installation.map((column) => {
  const table = column.slice(0, column.lastIndexOf('.'))
  return `exists (select from ${table} where installation_key_version < $1)`
})
const inInstallation = statement<{ named: boolean }>(
  'installation-version-named',
  `select ${byInstallation.join(' or ')} as named`,
)
const inPractice = statement<{ named: boolean }>(
  'practice-version-named',
  `select exists (select from candour.compartment_opened
     where practice = $1 and practice_key_version < $2 and wrapped is not null and not handed_over) as named`,
)

/** Whether a row still needs a version of the installation's key before this one. */
export async function needsOlderOfInstallation(gate: Across, version: number): Promise<boolean> {
  return (await gate.run(inInstallation, version))[0]!.named
}

/** The same of a practice's key. Not what was handed over to its owners: it ends with its version (decision 0014). */
export async function needsOlderOfPractice(tx: Transaction, version: number): Promise<boolean> {
  return (await tx.run(inPractice, tx.practice, version))[0]!.named
}

const namedByInstallation = statement<{ version: number }>(
  'installation-versions-named',
  namingColumns.installation
    .map((column) => `select installation_key_version as version from ${column.slice(0, column.lastIndexOf('.'))}`)
    .join(' union '),
)
const namedByPractice = statement<{ version: number }>(
  'practice-versions-named',
  `select distinct practice_key_version as version from candour.compartment_opened
   where practice = $1 and wrapped is not null and not handed_over`,
)

/** The versions of the installation's key by which something is wrapped. */
export async function namedOfInstallation(gate: Across): Promise<number[]> {
  return (await gate.run(namedByInstallation)).map(({ version }) => version)
}

/** The same of a practice's key. */
export async function namedOfPractice(tx: Transaction): Promise<number[]> {
  return (await tx.run(namedByPractice, tx.practice)).map(({ version }) => version)
}
