import { chartRoute } from '@candour/contract/charts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { amendPatient } from './amend-patient.ts'
import type { Directory } from '../directory/directory.ts'
import { findPatients, recentPatients } from './find-patients.ts'
import { nameReferences } from './name-references.ts'
import { readChart } from './read-chart.ts'
import { readPatient } from './read-patient.ts'
import { readTimeline } from './read-timeline.ts'
import { registerPatient } from './register-patient.ts'
import { watchPatient } from './watch-patient.ts'

export const patientEndpoints = (directory: Directory) => [
  endpoint(patientRoutes.register, {
    name: 'patient.register',
    kind: 'change',
    access: 'patient.register',
    verb: registerPatient(directory),
  }),
  endpoint(patientRoutes.find, {
    name: 'patient.find',
    kind: 'read',
    forSupport: true,
    access: 'patient.find',
    verb: findPatients(directory),
  }),
  endpoint(patientRoutes.recent, {
    name: 'patient.recent',
    kind: 'read',
    forSupport: true,
    access: 'patient.find',
    verb: recentPatients(directory),
  }),
  endpoint(patientRoutes.read, {
    name: 'patient.read',
    kind: 'read',
    forSupport: true,
    access: 'patient.read',
    verb: readPatient,
  }),
  endpoint(patientRoutes.amend, { name: 'patient.amend', kind: 'change', access: 'patient.amend', verb: amendPatient }),
  endpoint(patientRoutes.watch, {
    name: 'patient.watch',
    kind: 'change',
    access: 'record.restrict',
    needsProof: true,
    verb: watchPatient,
  }),
  endpoint(chartRoute, { name: 'patient.chart', kind: 'read', forSupport: true, access: 'note.read', verb: readChart }),
  endpoint(patientRoutes.timeline, {
    name: 'patient.timeline',
    kind: 'read',
    forSupport: true,
    access: 'note.read',
    verb: readTimeline,
  }),
  endpoint(patientRoutes.names, {
    name: 'patient.names',
    kind: 'read',
    forSupport: true,
    access: 'note.read',
    verb: nameReferences,
  }),
]
