import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import { foldEmail, foldPhone } from '../patients/normalise.ts'
import type { Reason } from './hits.ts'

/** An identifier that was typed whole, as segments hold it. */
export interface WholeAsked {
  field: 'nhsNumber' | 'phone' | 'email' | 'postcode'
  value: string
  reason: Reason
}

/** What is typed when nothing else is: an identifier, from its first letter to its last. Null for all else. */
export function readWhole(typed: string): WholeAsked | null {
  const text = typed.trim()
  if (text.length > 254) return null
  if (/^[+\d][\d\s().-]+$/.test(text)) return readNumber(text)
  if (/^[a-z]{1,2}\d[a-z\d]? *\d[a-z]{2}$/i.test(text))
    return { field: 'postcode', value: foldPostcode(text), reason: 'Postcode' }
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { field: 'email', value: foldEmail(text), reason: 'Email' }
  return null
}

/** Ten digits with the right last one are an NHS number; else from ten on they are a phone number. */
function readNumber(text: string): WholeAsked | null {
  const number = plainNhsNumber(text)
  if (isNhsNumber(number)) return { field: 'nhsNumber', value: number, reason: 'NHS number' }
  const phone = foldPhone(text)
  return phone.length >= 10 && phone.length <= 15 ? { field: 'phone', value: phone, reason: 'Phone' } : null
}

export function foldPostcode(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
