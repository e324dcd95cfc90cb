/**
 * The NHS number: ten digits, the last a modulus-11 check digit.
 * Source: NHS Data Dictionary, attribute NHS NUMBER. Shown 3-3-4.
 */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  let sum = 0
  for (let place = 0; place < 9; place++) sum += Number(digits[place]) * (10 - place)
  const check = (11 - (sum % 11)) % 11
  return check !== 10 && check === Number(digits[9])
}

/** Drops spaces and dashes as people type them: `999 000-0018` becomes `9990000018`. */
export function plainNhsNumber(typed: string): string {
  return typed.replace(/[\s-]/g, '')
}

/** `9990000018` is shown as `999 000 0018`. */
export function showNhsNumber(digits: string): string {
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
}
