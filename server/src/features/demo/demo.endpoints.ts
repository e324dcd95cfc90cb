import { demoRoutes } from '@candour/contract/demo.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Demos } from './demos.ts'
import { openDemo } from './open-demo.ts'

/** @param isOffered whether this installation opens demonstrations (CANDOUR_DEMO) */
export const demoEndpoints = (demos: Demos, isOffered: boolean) => [
  endpoint(demoRoutes.offer, {
    name: 'demo.offer',
    kind: 'public',
    access: 'public',
    verb: async () => ({ output: { isOffered } }),
  }),
  endpoint(demoRoutes.open, { name: 'demo.open', kind: 'public', access: 'public', verb: openDemo(demos, isOffered) }),
  endpoint(demoRoutes.progress, {
    name: 'demo.progress',
    kind: 'read',
    access: 'patient.find',
    verb: async ({ actor }) => ({ output: demos.progressOf(actor.practice) ?? { kept: 0, planned: 0 }, subjects: [] }),
  }),
]
