/** What differs between Node and a browser; everything else here is the same in both. */
export interface Means {
  sha256(bytes: Uint8Array): Uint8Array
  /** For what does not fit into memory at once. */
  hasher(): { update(bytes: Uint8Array): void; digest(): Uint8Array }
  /** Ed25519 as in RFC 8032, with a public key of 32 bytes. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}

/** A file that can be read in parts and more than once. */
export interface Source {
  size: number
  read(from: number, to: number): Promise<Uint8Array>
}
