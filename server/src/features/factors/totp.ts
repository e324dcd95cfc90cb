import { Secret, TOTP } from 'otpauth'

/** Seconds of a step: RFC 6238, section 4.1. */
const stepSeconds = 30
/** By how many steps an authenticator's clock may be off when it is enrolled; the drift is remembered. */
const mostDrift = 4

/** RFC 6238 with SHA-1, six digits, 30 seconds: what every authenticator app does, some of them nothing else. */
function generator(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: stepSeconds })
}

export function toBase32(bytes: Buffer): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32
}

/** For the QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format. */
export function totpUri(secret: string, account: string): string {
  const label = `Candour:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=Candour&algorithm=SHA1&digits=6&period=${stepSeconds}`
}

function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / stepSeconds)
}

/** At enrolment: the code's step, and by how many its clock is off; null when it is none of the steps around now. */
export function enrolledBy(secret: string, code: string, now: Date): { step: number; drift: number } | null {
  for (let off = 0; off <= mostDrift; off++) {
    for (const drift of off === 0 ? [0] : [-off, off]) {
      const step = stepAt(now) + drift
      if (matches(secret, code, step)) return { step, drift }
    }
  }
  return null
}

/** Afterwards: the step of a code that is valid now, for its own 30 seconds and no longer; null for any other. */
export function stepOf(secret: string, code: string, drift: number, now: Date): number | null {
  const step = stepAt(now) + drift
  return matches(secret, code, step) ? step : null
}

function matches(secret: string, code: string, step: number): boolean {
  return generator(secret).validate({ token: code, timestamp: step * stepSeconds * 1000, window: 0 }) === 0
}
