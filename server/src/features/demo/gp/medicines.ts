import type { Medicine } from '../entries.ts'

/** Doses as the British National Formulary has them for adults of usual weight and kidneys. */
export const medicines = {
  amlodipine: {
    text: 'Amlodipine 5 mg tablets',
    substance: ['386864001', 'Amlodipine'],
    dose: 'One to be taken each day',
    quantity: 28,
    unit: 'tablet',
    days: 28,
  },
  ramipril: {
    text: 'Ramipril 5 mg capsules',
    substance: ['386872004', 'Ramipril'],
    dose: 'One to be taken each day',
    quantity: 28,
    unit: 'capsule',
    days: 28,
  },
  metformin: {
    text: 'Metformin 500 mg tablets',
    substance: ['372567009', 'Metformin'],
    dose: 'One to be taken twice a day with meals',
    quantity: 56,
    unit: 'tablet',
    days: 28,
  },
  atorvastatin: {
    text: 'Atorvastatin 20 mg tablets',
    substance: ['373444002', 'Atorvastatin'],
    dose: 'One to be taken each day',
    quantity: 28,
    unit: 'tablet',
    days: 28,
  },
  salbutamol: {
    text: 'Salbutamol 100 micrograms/dose inhaler',
    substance: ['372897005', 'Salbutamol'],
    dose: 'One or two puffs when needed, up to four times a day',
    quantity: 200,
    unit: 'dose',
    days: 56,
  },
  beclometasone: {
    text: 'Beclometasone 100 micrograms/dose inhaler',
    substance: ['116574000', 'Beclometasone'],
    dose: 'Two puffs to be inhaled twice a day; rinse the mouth after use',
    quantity: 200,
    unit: 'dose',
    days: 50,
  },
  tiotropium: {
    text: 'Tiotropium 18 microgram inhalation powder capsules',
    dose: 'The contents of one capsule to be inhaled each day',
    quantity: 30,
    unit: 'capsule',
    days: 30,
  },
  levothyroxine: {
    text: 'Levothyroxine 75 microgram tablets',
    substance: ['710809001', 'Levothyroxine'],
    dose: 'One to be taken each morning, 30 minutes before breakfast',
    quantity: 28,
    unit: 'tablet',
    days: 28,
  },
  sertraline: {
    text: 'Sertraline 50 mg tablets',
    substance: ['372594008', 'Sertraline'],
    dose: 'One to be taken each day',
    quantity: 28,
    unit: 'tablet',
    days: 28,
  },
  apixaban: {
    text: 'Apixaban 5 mg tablets',
    dose: 'One to be taken twice a day',
    quantity: 56,
    unit: 'tablet',
    days: 28,
  },
  bisoprolol: {
    text: 'Bisoprolol 2.5 mg tablets',
    substance: ['386868003', 'Bisoprolol'],
    dose: 'One to be taken each morning',
    quantity: 28,
    unit: 'tablet',
    days: 28,
  },
  omeprazole: {
    text: 'Omeprazole 20 mg gastro-resistant capsules',
    substance: ['387137007', 'Omeprazole'],
    dose: 'One to be taken each day before food',
    quantity: 28,
    unit: 'capsule',
    days: 28,
  },
  paracetamol: {
    text: 'Paracetamol 500 mg tablets',
    substance: ['387517004', 'Paracetamol'],
    dose: 'Two to be taken up to four times a day when needed',
    quantity: 100,
    unit: 'tablet',
    days: 28,
  },
  naproxen: {
    text: 'Naproxen 250 mg tablets',
    substance: ['372588000', 'Naproxen'],
    dose: 'One to be taken twice a day with food',
    quantity: 28,
    unit: 'tablet',
    days: 14,
  },
  allopurinol: {
    text: 'Allopurinol 100 mg tablets',
    substance: ['387135004', 'Allopurinol'],
    dose: 'Two to be taken each day',
    quantity: 56,
    unit: 'tablet',
    days: 28,
  },
  phenoxymethylpenicillin: {
    text: 'Phenoxymethylpenicillin 250 mg tablets',
    substance: ['372725003', 'Phenoxymethylpenicillin'],
    dose: 'Two to be taken four times a day for 5 days',
    quantity: 40,
    unit: 'tablet',
    days: 5,
  },
  amoxicillin: {
    text: 'Amoxicillin 500 mg capsules',
    substance: ['372687004', 'Amoxicillin'],
    dose: 'One to be taken three times a day for 5 days',
    quantity: 15,
    unit: 'capsule',
    days: 5,
  },
  doxycycline: {
    text: 'Doxycycline 100 mg capsules',
    substance: ['372478003', 'Doxycycline'],
    dose: 'Two on the first day, then one each day for 4 days',
    quantity: 6,
    unit: 'capsule',
    days: 5,
  },
  nitrofurantoin: {
    text: 'Nitrofurantoin 100 mg modified-release capsules',
    substance: ['373543005', 'Nitrofurantoin'],
    dose: 'One to be taken twice a day with food for 3 days',
    quantity: 6,
    unit: 'capsule',
    days: 3,
  },
  flucloxacillin: {
    text: 'Flucloxacillin 500 mg capsules',
    substance: ['387544009', 'Flucloxacillin'],
    dose: 'One to be taken four times a day for 7 days, on an empty stomach',
    quantity: 28,
    unit: 'capsule',
    days: 7,
  },
  amoxicillinChild: {
    text: 'Amoxicillin 250 mg/5 ml oral suspension',
    substance: ['372687004', 'Amoxicillin'],
    dose: '5 ml three times a day for 5 days',
    quantity: 100,
    unit: 'ml',
    days: 5,
  },
  penicillinChild: {
    text: 'Phenoxymethylpenicillin 125 mg/5 ml oral solution',
    substance: ['372725003', 'Phenoxymethylpenicillin'],
    dose: '10 ml twice a day for 5 days',
    quantity: 100,
    unit: 'ml',
    days: 5,
  },
  clarithromycinChild: {
    text: 'Clarithromycin 125 mg/5 ml oral suspension',
    substance: ['387487009', 'Clarithromycin'],
    dose: '5 ml twice a day for 5 days',
    quantity: 70,
    unit: 'ml',
    days: 5,
  },
  hydrocortisone: {
    text: 'Hydrocortisone 1% cream',
    dose: 'Apply thinly once or twice a day for 7 days',
    quantity: 30,
    unit: 'g',
    days: 7,
  },
  cetirizine: {
    text: 'Cetirizine 10 mg tablets',
    substance: ['372523007', 'Cetirizine'],
    dose: 'One to be taken each day when needed',
    quantity: 30,
    unit: 'tablet',
    days: 30,
  },
  chloramphenicol: {
    text: 'Chloramphenicol 0.5% eye drops',
    dose: 'One drop every 2 hours for 2 days, then four times a day for 3 days',
    quantity: 10,
    unit: 'ml',
    days: 5,
  },
  sumatriptan: {
    text: 'Sumatriptan 50 mg tablets',
    dose: 'One when a migraine begins; a second after 2 hours if it comes back',
    quantity: 6,
    unit: 'tablet',
    days: 28,
  },
} as const satisfies Record<string, Medicine>

export type MedicineName = keyof typeof medicines

export const medicineOf = (name: MedicineName): Medicine => medicines[name]

const penicillins: Partial<Record<MedicineName, MedicineName>> = {
  phenoxymethylpenicillin: 'penicillinChild',
  amoxicillin: 'amoxicillinChild',
}

/** What is given to this patient: no penicillin to who is allergic, no tablets to children, no naproxen where it harms. */
export function suitable(
  name: MedicineName,
  { age, noPenicillin, noNaproxen }: { age: number; noPenicillin: boolean; noNaproxen: boolean },
): MedicineName {
  if (name === 'naproxen' && noNaproxen) return 'paracetamol'
  const isPenicillin = name in penicillins || name === 'flucloxacillin'
  if (isPenicillin && noPenicillin) return age < 12 ? 'clarithromycinChild' : 'doxycycline'
  return age < 12 ? (penicillins[name] ?? name) : name
}
