/** SHA-256 (FIPS 180-4) without WebCrypto, which can't be asked a million times at once. */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = new Uint32Array(64)
const start = new Uint32Array(8)
for (let number = 2, found = 0; found < 64; number += 1) {
  let isPrime = true
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) isPrime = false
  if (!isPrime) continue
  if (found < 8) start[found] = fraction(Math.sqrt(number))
  K[found] = fraction(Math.cbrt(number))
  found += 1
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

const W = new Uint32Array(64)

function compress(state: Uint32Array, bytes: Uint8Array, from: number): void {
  for (let t = 0, at = from; t < 16; t += 1, at += 4)
    W[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  for (let t = 16; t < 64; t += 1) {
    const x = W[t - 15]!
    const y = W[t - 2]!
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    W[t] = (W[t - 16]! + s0 + W[t - 7]! + s1) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let t = 0; t < 64; t += 1) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const one = (h + S1 + ((e & f) ^ (~e & g)) + K[t]! + W[t]!) | 0
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const two = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}

export function startSha256(): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const state = start.slice()
  const held = new Uint8Array(64)
  let many = 0
  let total = 0
  const update = (bytes: Uint8Array) => {
    total += bytes.length
    let at = 0
    if (many > 0) {
      at = Math.min(64 - many, bytes.length)
      held.set(bytes.subarray(0, at), many)
      many += at
      if (many < 64) return
      compress(state, held, 0)
      many = 0
    }
    for (; at + 64 <= bytes.length; at += 64) compress(state, bytes, at)
    held.set(bytes.subarray(at))
    many = bytes.length - at
  }
  return {
    update,
    digest() {
      const bits = total * 8
      const end = new Uint8Array(many < 56 ? 64 - many : 128 - many)
      end[0] = 0x80
      const view = new DataView(end.buffer)
      view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32))
      view.setUint32(end.length - 4, bits >>> 0)
      update(end)
      const bytes = new Uint8Array(32)
      const out = new DataView(bytes.buffer)
      state.forEach((word, place) => out.setUint32(place * 4, word))
      return bytes
    },
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  const running = startSha256()
  running.update(bytes)
  return running.digest()
}
