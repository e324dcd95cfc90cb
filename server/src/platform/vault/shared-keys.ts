/** Promise: a key that several compartments own opens through one of their keys, and through nothing else. */
import { openMessage, sealMessage } from './chunked-encryption.ts'
import { insideOf, keyOf, payloadOf, type CompartmentKey, type CompartmentKind } from './compartment-key.ts'
import { encodeFields } from './context.ts'
import { SealBroken } from './vault-errors.ts'

/** A compartment's key as its owner's key wraps it: whoever can open the owner's can open this one, nobody else. */
export interface SharedCompartmentKey {
  practice: string
  compartment: string
  kind: CompartmentKind
  /** 108 bytes. */
  wrapped: Buffer
}

type Named = Omit<SharedCompartmentKey, 'wrapped'>

/** The key wrapped once more, by another compartment's key. TypeError across practices. */
export function wrapFor(owner: CompartmentKey, key: CompartmentKey): Buffer {
  if (owner.practice !== key.practice) throw new TypeError('a key of another practice')
  const payload = payloadOf(key)
  const wrapped = sealMessage(insideOf(owner).secret, shareContext(owner, key), payload)
  payload.fill(0)
  return wrapped
}

/** Throws SealBroken. */
export function unwrapBy(owner: CompartmentKey, shared: SharedCompartmentKey): CompartmentKey {
  if (owner.practice !== shared.practice) throw new SealBroken('commitment')
  return keyOf(shared, openMessage(insideOf(owner).secret, shareContext(owner, shared), shared.wrapped))
}

function shareContext(owner: CompartmentKey, { practice, compartment, kind }: Named) {
  return encodeFields(['candour/share/1', practice, compartment, kind, owner.compartment, owner.id])
}
