import type { unfiledRoutes } from '@candour/contract/unfiled.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { itemOf } from '../patients/timeline-item.ts'
import { listUnfiledResources } from '../resources/list-summaries.ts'

const most = 100

/** What lies in nobody's record yet, the latest first. */
export async function listUnfiled(call: Call<object>): Promise<Outcome<OutputOf<typeof unfiledRoutes.list>>> {
  const found = await listUnfiledResources(call, most + 1)
  const items = found.slice(0, most).map((one) => itemOf(call, one))
  return { output: { items, more: found.length > most }, subjects: [] }
}
