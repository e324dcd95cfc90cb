import type { DemoOpened } from '@candour/contract/demo.ts'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { finishSignIn } from '../sessions/finish-sign-in.ts'
import { newSeed, type Demos } from './demos.ts'

/** Opens a practice for show and signs its administrator in; it is filled while the page is open. Throws `demo.not_offered`. */
export function openDemo(demos: Demos, isOffered: boolean) {
  return async (
    call: PublicCall<{ kind: PracticeKind; patients: number }>,
  ): Promise<{ output: DemoOpened; cookie: SessionCookie }> => {
    if (!isOffered) throw new AppError('demo.not_offered')
    const asked = { ...call.input, seed: newSeed() }
    const { practice, administrator, signIns, examples, password, name } = await demos.found(call, asked)
    const { account, member } = administrator
    const { cookie } = await call.atGate((gate) =>
      finishSignIn(call, gate, account, { practice, member }, { how: 'password' }),
    )
    demos.fillLater(practice, asked)
    return { output: { practice, name, signIns, examples, password }, cookie }
  }
}
