import type { MeasureName } from './codes.ts'
import type { Person } from './people/person.ts'
import type { Random } from './random.ts'

/** What is measured of somebody: each time a little different, over the year in a direction. */
export interface Body {
  pressure(progress: number): [systolic: number, diastolic: number]
  pulse(): number
  respiration(): number
  saturation(): number
  temperature(feverish: boolean): number
  /** kg */
  weight(progress: number): number
  /** cm */
  height: number
  bmi(progress: number): number
  /** L/min; the best of the patient. */
  peakFlow: number
  lab(name: MeasureName, progress: number): number
}

const round = (value: number, places = 0) => Number(value.toFixed(places))

/** @param has keys of long-term conditions (gp/long-term.ts) */
export function bodyOf(random: Random, { age, sex }: Person, has: ReadonlySet<string>): Body {
  const grown = age >= 18
  const male = sex === 'male'
  const height = Math.round(grown ? random.about(male ? 176 : 163, 6) : 50 + 118 * Math.min(1, age / 17) ** 0.75)
  const heavy = has.has('diabetes') ? 31 : random.about(26, 4)
  const kilos = grown ? (heavy * height * height) / 10_000 : 3.6 + age * 3.1 + random.about(0, 1)
  const drift = grown ? random.about(has.has('diabetes') ? -4 : 0.5, 2) : 2.4
  const raised = has.has('hypertension')
  const systolic = age < 12 ? 88 + age * 2 : raised ? random.about(152, 7) : random.about(112 + age * 0.22, 7)
  const sugar = has.has('diabetes') ? random.about(62, 8) : random.about(36, 3)
  const kidneys = has.has('chronic kidney disease')
    ? random.int(49, 56)
    : Math.max(66, random.about(108 - age * 0.5, 7))
  const usualPulse = has.has('atrial fibrillation')
    ? random.about(78, 5)
    : age < 6
      ? random.about(108, 6)
      : random.about(72, 6)
  const usualSaturation = has.has('copd') ? 94 : 98
  const weight = (progress: number) => round(Math.max(2.8, kilos + drift * (progress - 0.5) + random.about(0, 0.3)), 1)
  const labs: Partial<Record<MeasureName, (progress: number) => number>> = {
    hba1c: (progress) => round(random.about(sugar - (sugar > 48 ? 8 * progress : 0), 1.5)),
    egfr: () => round(random.about(kidneys, 2)),
    creatinine: () => round(random.about((male ? 82 : 66) * (86 / kidneys), 3)),
    sodium: () => round(random.about(139.5, 1.5)),
    potassium: () => round(random.about(4.4, 0.25), 1),
    haemoglobin: () => round(random.about(male ? 146 : 132, 5)),
    ferritin: () => round(random.about(82, 30)),
    cholesterol: (progress) => round(random.about(5.3 - progress * 0.9, 0.3), 1),
    tsh: () => round(random.about(2.4, 0.7), 1),
    crp: () => round(Math.abs(random.about(3, 2))),
    phq9: () => random.int(9, 17),
  }
  return {
    pressure(progress) {
      const now = random.about(systolic - (raised ? 17 * Math.min(1, progress * 1.4) : 0), 4)
      return [round(now), round(now * (age > 65 ? 0.53 : 0.6) + random.about(0, 2))]
    },
    pulse: () => round(random.about(usualPulse, 5)),
    respiration: () => round(random.about(age < 6 ? 26 : has.has('copd') ? 19 : 15, 1.5)),
    saturation: () => Math.min(99, round(random.about(usualSaturation, 0.7))),
    temperature: (feverish) => round(random.about(feverish ? 38 : 36.7, feverish ? 0.35 : 0.2), 1),
    weight,
    height,
    bmi: (progress) => round((weight(progress) * 10_000) / (height * height), 1),
    peakFlow: round(random.about(grown ? (male ? 540 : 410) : Math.max(120, (height - 100) * 5 + 100), 25) / 10) * 10,
    lab: (name, progress) => labs[name]?.(progress) ?? 0,
  }
}
