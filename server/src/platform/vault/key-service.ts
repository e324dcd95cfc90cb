/** Promise: the root key never leaves its service; the vault hands it keys to wrap, and nothing else. */

/** Names what is wrapped, for example `{ purpose: 'practice-key', practice, version: '1' }`; bound into the wrapping. */
export type KeyContext = Readonly<Record<string, string>>

/** Every method throws KeysUnreachable when the service does not answer: closed, never open. */
export interface KeyService {
  /** @param key 32 bytes */
  wrap(key: Uint8Array, context: KeyContext): Promise<Buffer>
  /** Throws SealBroken for another context, another root key or altered bytes. */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Buffer>
  /** The same key wrapped afresh under the service's newest root key. */
  rewrap(wrapped: Uint8Array, context: KeyContext): Promise<Buffer>
  /** Destroys the root key: whatever it wrapped is lost for good. Calls afterwards throw KeyDestroyed. */
  destroy(): Promise<void>
}
