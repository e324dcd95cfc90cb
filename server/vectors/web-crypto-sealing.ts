/** A second chunked-encryption, for tests only: written from c2sp.org/chunked-encryption over WebCrypto, sharing nothing. */

const subtle = globalThis.crypto.subtle
const chunkSize = 16 * 1024

async function expand(inputKey: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-512' }
  const key = await subtle.importKey('raw', new Uint8Array(inputKey), algorithm, false, ['sign'])
  let output = new Uint8Array(0)
  let last = new Uint8Array(0)
  for (let i = 1; output.length < length; i++) {
    last = new Uint8Array(await subtle.sign('HMAC', key, new Uint8Array([...last, ...info, i])))
    output = new Uint8Array([...output, ...last])
  }
  return output.slice(0, length)
}

async function derive(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array) {
  const prefix = new TextEncoder().encode('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM')
  const derived = await expand(inputKey, new Uint8Array([...prefix, 0, ...salt, ...context]), 76)
  const key = await subtle.importKey('raw', derived.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt'])
  return { key, baseNonce: derived.slice(32, 44), commitment: derived.slice(44) }
}

function nonceOf(baseNonce: Uint8Array, chunk: number) {
  let number = 0n
  for (const byte of baseNonce) number = (number << 8n) | BigInt(byte)
  const hex = (number ^ BigInt(chunk)).toString(16).padStart(24, '0')
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16))
}

export async function webCryptoSeal(inputKey: Uint8Array, context: Uint8Array, plain: Uint8Array): Promise<Buffer> {
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(24))
  const { key, baseNonce, commitment } = await derive(inputKey, salt, context)
  const parts: Uint8Array[] = [salt, commitment]
  for (let chunk = 0; chunk <= Math.floor(plain.length / chunkSize); chunk++) {
    const piece = plain.slice(chunk * chunkSize, (chunk + 1) * chunkSize)
    const algorithm = { name: 'AES-GCM', iv: nonceOf(baseNonce, chunk) }
    parts.push(new Uint8Array(await subtle.encrypt(algorithm, key, piece as Uint8Array<ArrayBuffer>)))
  }
  return Buffer.concat(parts)
}

export async function webCryptoOpen(inputKey: Uint8Array, context: Uint8Array, sealed: Uint8Array): Promise<Buffer> {
  const { key, baseNonce, commitment } = await derive(inputKey, sealed.slice(0, 24), context)
  if (!Buffer.from(commitment).equals(sealed.slice(24, 56))) throw new Error('commitment')
  const parts: Uint8Array[] = []
  let size = chunkSize
  for (let at = 56, chunk = 0; size === chunkSize; at += chunkSize + 16, chunk++) {
    const piece = sealed.slice(at, at + chunkSize + 16)
    const algorithm = { name: 'AES-GCM', iv: nonceOf(baseNonce, chunk) }
    const plain = new Uint8Array(await subtle.decrypt(algorithm, key, piece as Uint8Array<ArrayBuffer>))
    size = plain.length
    parts.push(plain)
    if (size < chunkSize && at + piece.length !== sealed.length) throw new Error('trailing bytes')
  }
  return Buffer.concat(parts)
}
