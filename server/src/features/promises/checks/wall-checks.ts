/** The live checks of the walls: what the promises of isolation, keys and signing in hang on, looked at on the running system. */
import type { Check } from '../../checks/check.ts'
import { catalogueChecks } from './catalogue-checks.ts'
import { installationChecks } from './installation-checks.ts'
import { practiceChecks } from './practice-checks.ts'

export const wallChecks: readonly Check[] = [...catalogueChecks, ...installationChecks, ...practiceChecks]
