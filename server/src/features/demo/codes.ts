/** Code systems, and the concepts that several kinds of practice use. SNOMED CT codes are those of the UK edition. */
export const snomed = 'http://snomed.info/sct'
export const loinc = 'http://loinc.org'
const ucum = 'http://unitsofmeasure.org'

export type Code = readonly [code: string, display: string]

export function concept(system: string, [code, display]: Code, text = display) {
  return { coding: [{ system, code, display }], text }
}

export function quantity(value: number, unit: string, code = unit) {
  return { value, unit, system: ucum, code }
}

interface Measure {
  loinc: Code
  text: string
  unit: string
  /** UCUM, where it is written in another way than people do. */
  ucum?: string
  category: 'vital-signs' | 'laboratory' | 'survey'
  /** What is usual in adults, both ends included. */
  usual?: readonly [low: number | null, high: number | null]
}

export const measures = {
  systolic: {
    loinc: ['8480-6', 'Systolic blood pressure'],
    text: 'Systolic blood pressure',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    category: 'vital-signs',
  },
  diastolic: {
    loinc: ['8462-4', 'Diastolic blood pressure'],
    text: 'Diastolic blood pressure',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    category: 'vital-signs',
  },
  pulse: { loinc: ['8867-4', 'Heart rate'], text: 'Pulse', unit: '/min', category: 'vital-signs' },
  respiration: {
    loinc: ['9279-1', 'Respiratory rate'],
    text: 'Respiratory rate',
    unit: '/min',
    category: 'vital-signs',
  },
  temperature: {
    loinc: ['8310-5', 'Body temperature'],
    text: 'Temperature',
    unit: '°C',
    ucum: 'Cel',
    category: 'vital-signs',
  },
  saturation: {
    loinc: ['59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'],
    text: 'Oxygen saturation',
    unit: '%',
    category: 'vital-signs',
  },
  weight: { loinc: ['29463-7', 'Body weight'], text: 'Weight', unit: 'kg', category: 'vital-signs' },
  height: { loinc: ['8302-2', 'Body height'], text: 'Height', unit: 'cm', category: 'vital-signs' },
  bmi: {
    loinc: ['39156-5', 'Body mass index (BMI) [Ratio]'],
    text: 'Body mass index',
    unit: 'kg/m2',
    category: 'vital-signs',
  },
  hba1c: {
    loinc: ['59261-8', 'Hemoglobin A1c/Hemoglobin.total in Blood by IFCC protocol'],
    text: 'HbA1c',
    unit: 'mmol/mol',
    category: 'laboratory',
    usual: [20, 41],
  },
  egfr: {
    loinc: [
      '62238-1',
      'Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI)',
    ],
    text: 'eGFR',
    unit: 'mL/min/1.73m2',
    ucum: 'mL/min/{1.73_m2}',
    category: 'laboratory',
    usual: [60, null],
  },
  creatinine: {
    loinc: ['14682-9', 'Creatinine [Moles/volume] in Serum or Plasma'],
    text: 'Creatinine',
    unit: 'µmol/L',
    ucum: 'umol/L',
    category: 'laboratory',
    usual: [49, 104],
  },
  sodium: {
    loinc: ['2951-2', 'Sodium [Moles/volume] in Serum or Plasma'],
    text: 'Sodium',
    unit: 'mmol/L',
    category: 'laboratory',
    usual: [133, 146],
  },
  potassium: {
    loinc: ['2823-3', 'Potassium [Moles/volume] in Serum or Plasma'],
    text: 'Potassium',
    unit: 'mmol/L',
    category: 'laboratory',
    usual: [3.5, 5.3],
  },
  haemoglobin: {
    loinc: ['718-7', 'Hemoglobin [Mass/volume] in Blood'],
    text: 'Haemoglobin',
    unit: 'g/L',
    category: 'laboratory',
    usual: [115, 170],
  },
  ferritin: {
    loinc: ['2276-4', 'Ferritin [Mass/volume] in Serum or Plasma'],
    text: 'Ferritin',
    unit: 'µg/L',
    ucum: 'ug/L',
    category: 'laboratory',
    usual: [15, 300],
  },
  cholesterol: {
    loinc: ['14647-2', 'Cholesterol [Moles/volume] in Serum or Plasma'],
    text: 'Total cholesterol',
    unit: 'mmol/L',
    category: 'laboratory',
    usual: [null, 5],
  },
  tsh: {
    loinc: ['3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma'],
    text: 'TSH',
    unit: 'mU/L',
    ucum: 'm[IU]/L',
    category: 'laboratory',
    usual: [0.3, 4.5],
  },
  crp: {
    loinc: ['1988-5', 'C reactive protein [Mass/volume] in Serum or Plasma'],
    text: 'CRP',
    unit: 'mg/L',
    category: 'laboratory',
    usual: [null, 5],
  },
  phq9: {
    loinc: ['44261-6', 'Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]'],
    text: 'PHQ-9',
    unit: '{score}',
    category: 'survey',
  },
  glucose: {
    loinc: ['14743-9', 'Glucose [Moles/volume] in Capillary blood by Glucometer'],
    text: 'Capillary glucose',
    unit: 'mmol/L',
    category: 'laboratory',
  },
  gcs: {
    loinc: ['9269-2', 'Glasgow coma score total'],
    text: 'Glasgow Coma Scale',
    unit: '{score}',
    category: 'survey',
  },
  pain: {
    loinc: ['72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported'],
    text: 'Pain score',
    unit: '{score}',
    category: 'survey',
  },
} as const satisfies Record<string, Measure>

export type MeasureName = keyof typeof measures

export function measureOf(name: MeasureName): Measure {
  return measures[name]
}
