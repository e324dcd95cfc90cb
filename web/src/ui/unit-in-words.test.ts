import { expect, test } from 'vitest'
import { unitInWords } from './unit-in-words.ts'

test('a unit is written so that it is not misread', () => {
  expect(unitInWords('90 µmol/L')).toBe('90 micromol/L')
  expect(unitInWords('umol/L')).toBe('micromol/L')
  expect(unitInWords('34 µg/L')).toBe('34 microgram/L')
  expect(unitInWords('67 mL/min/1.73m2')).toBe('67 mL/min/1.73 m²')
  expect(unitInWords('mL/min/{1.73_m2}')).toBe('mL/min/1.73 m²')
  expect(unitInWords('21.1 kg/m2')).toBe('21.1 kg/m²')
})

test('any other unit and any other words stay as they came', () => {
  for (const text of ['4.7 mmol/L', '134/71 mmHg', 'Sugar/m2x', 'Positive', '10 mg', ''])
    expect(unitInWords(text)).toBe(text)
})
