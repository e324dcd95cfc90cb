import { redirect } from '@tanstack/react-router'
import { endAsSupport } from '../api/as-support.ts'
import { ApiError } from '../api/client.ts'
import { queries } from '../api/queries.ts'
import { sessionQuery } from '../features/sessions/session.ts'

/** Somebody of support, in a window of their own: patients' records and nothing else, as long as the practice lets them. */
export async function enterAsSupport(path: string) {
  try {
    await queries.ensureQueryData(sessionQuery)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    endAsSupport()
    throw redirect({ to: '/support' })
  }
  if (!/^\/patients(?!\/new)/.test(path)) throw redirect({ to: '/patients' })
}
