import type { Within } from '../../platform/http/endpoint.ts'
import { listRestrictions } from '../compartments/read-restriction.ts'
import { addNotice } from '../notices/add-notice.ts'

/**
 * A member who leaves may be one of those to whom records are restricted: the administrators are told of how many, not of whose.
 * @param isHere whether a member still has access, without the one who leaves
 */
export async function tellOfLeaver(
  within: Within,
  { member, name }: { member: string; name: string },
  isHere: (member: string) => boolean,
): Promise<void> {
  const named = (await listRestrictions(within)).filter(({ members }) => members.includes(member))
  if (named.length === 0) return
  const orphans = named.filter(({ members }) => !members.some(isHere)).length
  const records = named.length === 1 ? 'a restricted record' : `${named.length} restricted records`
  await addNotice(
    within,
    'Somebody who left was named on restricted records',
    `${name} was one of those who may open ${records}. ${
      orphans === 0
        ? 'Others who are named are still here; they can name somebody else.'
        : `${orphans === 1 ? 'One of them' : `${orphans} of them`} opens to nobody any more: an administrator breaks the glass and names others.`
    }`,
    undefined,
    4,
  )
}
