/** Promise: what stands in an address is understood, or refused with words that hold no secret. */
import { readFileSync } from 'node:fs'

export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('holds a % that is not followed by two hex digits; write % itself as %25')
  }
}

/** PEM of an authority of one's own, from the file that `parameter` names. */
export function readAuthority(parameter: string, path: string): string {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`names ${parameter}=${path}, which cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    })
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error(`names ${parameter}=${path}, which is no PEM certificate`)
  return pem
}
