import type { DemoOpened } from '@candour/contract/demo.ts'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { startSession } from '../sessions/start-session.ts'
import { newSeed, type Demos } from './demos.ts'

/** Opens a practice for show and signs its administrator in; it is filled while the page is open. Throws `demo.not_offered`. */
export function openDemo(demos: Demos, isOffered: boolean) {
  return async (
    call: PublicCall<{ kind: PracticeKind; patients: number }>,
  ): Promise<{ output: DemoOpened; cookie: SessionCookie }> => {
    if (!isOffered) throw new AppError('demo.not_offered')
    const { vault, keysOf, origin } = call
    const asked = { ...call.input, seed: newSeed() }
    const { practice, administrator, signIns, examples, password, name } = await demos.found(call, asked)
    const { account, member } = administrator
    const { cookie } = await call.atGate(async (gate) => {
      const started = await startSession(gate, vault, account, { practice, member }, origin)
      await recordAtGate(gate, vault, keysOf, {
        practice,
        member,
        level: 4,
        account: account.account,
        session: started.session,
        origin,
        verb: 'session.sign-in',
        outcome: 'signed-in',
      })
      return started
    })
    demos.fillLater(practice, asked)
    return { output: { practice, name, signIns, examples, password }, cookie }
  }
}
