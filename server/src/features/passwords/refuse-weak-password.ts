import { judgePassword, type PasswordAsked } from '@candour/contract/password-rules.ts'
import { AppError } from '../../platform/app-error.ts'

/** Throws `password.refused`, with the reason at `path`. */
export type RefuseWeak = (password: string, asked: PasswordAsked, path?: string) => Promise<void>

/**
 * The rules of P18, and then a list of stolen passwords elsewhere, where one is set.
 * @param isStolen answers false when there is no list, or it doesn't answer
 */
export function refuseWeakPasswords(isStolen: (password: string) => Promise<boolean>): RefuseWeak {
  return async (password, asked, path = 'password') => {
    const { taken, words } = judgePassword(password, asked)
    if (!taken) throw new AppError('password.refused', [{ path, message: words }])
    if (await isStolen(password)) {
      const message = 'This was among passwords that were stolen elsewhere. Choose another one.'
      throw new AppError('password.refused', [{ path, message }])
    }
  }
}
