/** Why a form was not taken, above its button. */
import { ApiError, LostNetwork } from '../api/client.ts'
import { Icon } from './icon.tsx'

/** A failure of this device itself, in words that can be shown. */
export class SaidError extends Error {
  override name = 'SaidError'
}

export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  if (error instanceof LostNetwork)
    return (
      <p className="form-error amber" role="alert">
        <Icon name="offline" />
        The server does not answer. What you typed stays here: try again in a moment.
      </p>
    )
  const isSaid = error instanceof ApiError || error instanceof SaidError
  const words = isSaid ? error.message : 'This did not work. What you typed stays here.'
  return (
    <p className="form-error" role="alert">
      <Icon name="octagon" />
      {words}
    </p>
  )
}
