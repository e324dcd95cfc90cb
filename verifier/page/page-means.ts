import { equal, fromBase64, utf8 } from '../check/bytes.ts'
import type { Means, Source } from '../check/means.ts'
import { sha256, startSha256 } from './sha256.ts'

export const pageMeans: Means = {
  sha256,
  hasher: startSha256,
  async verify(publicKey, message, signature) {
    try {
      const key = await crypto.subtle.importKey('raw', bytes(publicKey), 'Ed25519', false, ['verify'])
      return await crypto.subtle.verify('Ed25519', key, bytes(signature), bytes(message))
    } catch (error) {
      if ((error as Error).name === 'NotSupportedError') throw error
      return false
    }
  },
}

/** WebCrypto takes no views of memory that could be shared. */
function bytes(view: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view)
}

export function fileSource(file: Blob): Source {
  return {
    size: file.size,
    read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  }
}

/** Of RFC 8032, section 7.1, test 1: the empty message. */
const known = {
  key: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  signature: '5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==',
}
const emptyHash = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

/** Null when this browser can do what is needed; what it can't otherwise. */
export async function whatIsMissing(): Promise<string | null> {
  const isRightHash = equal(sha256(utf8('')), fromBase64(emptyHash)!)
  const isRight =
    typeof crypto === 'object' &&
    crypto.subtle !== undefined &&
    (await pageMeans.verify(fromBase64(known.key)!, utf8(''), fromBase64(known.signature)!).catch(() => false))
  if (isRightHash && isRight) return null
  return 'This browser can’t check Ed25519 signatures here. Use a newer one (Firefox 130, Chrome 137, Safari 17 or later), or the command line.'
}
