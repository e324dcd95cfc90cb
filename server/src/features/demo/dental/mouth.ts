import type { Random } from '../random.ts'
import { several } from '../scene.ts'

export interface Mouth {
  /** What stands in the chart, FDI. */
  chart: string
  /** Teeth with something to treat, with the surface. */
  carious: readonly (readonly [tooth: string, surface: string])[]
  bpe: string
  smokes: string
  medical: string
}

const back = ['17', '16', '15', '14', '24', '25', '26', '27', '37', '36', '35', '34', '44', '45', '46', '47']
const milk = ['55', '54', '64', '65', '75', '74', '84', '85']
const surfaces = ['O', 'MO', 'DO', 'MOD', 'B']

export function mouthOf(random: Random, age: number): Mouth {
  const teeth = age < 6 ? milk : age < 12 ? [...milk, '16', '26', '36', '46'] : back
  const worn = Math.min(9, Math.max(0, Math.round((age - 12) / 8)))
  const missing =
    age < 14
      ? []
      : several(
          random,
          ['18', '28', '38', '48', ...(age > 45 ? ['16', '36', '46', '24'] : [])],
          random.int(0, Math.min(6, 1 + worn)),
        )
  const present = teeth.filter((tooth) => !missing.includes(tooth))
  const filled = several(random, present, random.int(0, worn))
  const crowned = age > 40 ? several(random, filled, random.int(0, 2)) : []
  const parts = [
    missing.length === 0 ? '' : `missing ${missing.toSorted().join(', ')}`,
    ...filled
      .filter((tooth) => !crowned.includes(tooth))
      .toSorted()
      .map((tooth) => `${tooth} ${random.pick(surfaces)} ${random.pick(['composite', 'composite', 'amalgam', 'GIC'])}`),
    ...crowned.map((tooth) => `${tooth} crown (${random.pick(['metal-ceramic', 'zirconia', 'gold'])}), margins sound`),
  ].filter((part) => part !== '')
  const sound = present.filter((tooth) => !crowned.includes(tooth))
  return {
    chart: parts.length === 0 ? 'no restorations, all present and sound' : parts.join('; '),
    carious: several(random, sound, random.pick([0, 0, 1, 1, 2, 3])).map(
      (tooth) => [tooth, random.pick(surfaces)] as const,
    ),
    bpe: bpeOf(random, age),
    smokes: random.pick(age < 18 ? ['never'] : ['never', 'never', 'never', 'ex', 'smoker']),
    medical: random.pick(
      age < 16
        ? ['fit and well, no medicines', 'fit and well', 'asthma, blue inhaler in the bag', 'hay fever, no medicines']
        : age < 55
          ? [
              'fit and well, no medicines',
              'no change since last time',
              'asthma, reliever only',
              'takes sertraline 50 mg',
              'latex: none known; no medicines',
            ]
          : [
              'hypertension, amlodipine 5 mg',
              'no change since last time',
              'type 2 diabetes, metformin',
              'apixaban for atrial fibrillation',
              'osteoporosis, alendronic acid for 2 years',
              'fit and well',
            ],
    ),
  }
}

/** Basic periodontal examination, six sextants. Under 12 years the codes end at 2, and under 7 it isn't taken. */
function bpeOf(random: Random, age: number): string {
  if (age < 7) return 'not taken at this age'
  const codes = age < 12 ? [0, 0, 1, 2] : age < 18 ? [0, 1, 1, 2] : age < 45 ? [0, 1, 1, 2, 2] : [1, 2, 2, 3, 3, 4]
  const three = () => [0, 1, 2].map(() => random.pick(codes)).join('')
  return `${three()}/${three()}`
}
