import { rulesRoutes } from '@candour/contract/rules.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { changeRules } from './change-rules.ts'
import { checkRules } from './check-rules.ts'
import { liftLockdown } from './lift-lockdown.ts'
import { lockPractice } from './lock-practice.ts'
import { readRules } from './read-rules.ts'

export const rulesEndpoints = [
  endpoint(rulesRoutes.read, {
    name: 'rules.read',
    kind: 'read',
    access: 'member.read',
    inLockdown: true,
    verb: readRules,
  }),
  endpoint(rulesRoutes.change, {
    name: 'rules.change',
    kind: 'change',
    access: 'rules.change',
    afterTrial: true,
    needsProof: true,
    verb: changeRules,
  }),
  endpoint(rulesRoutes.check, { name: 'rules.check', kind: 'read', access: 'rules.change', verb: checkRules }),
  endpoint(rulesRoutes.lock, {
    name: 'practice.lock',
    kind: 'gate',
    access: 'practice.lock',
    afterTrial: true,
    verb: lockPractice,
  }),
  endpoint(rulesRoutes.lift, {
    name: 'practice.unlock',
    kind: 'gate',
    access: 'practice.lock',
    afterTrial: true,
    needsProof: true,
    inLockdown: true,
    verb: liftLockdown,
  }),
]
