/**
 * Every column of the database, and why it may be as it is. `sealed`: opens only with a key that is not in the database.
 * `keyed`: a keyed hash, nobody without the key can test a guess. `hash`: of random or of sealed bytes. `wrapped`: a key under
 * another key. Else the reason why it may be readable: it names nobody (security.md, "What stays readable").
 */
export type Reading = 'sealed' | 'keyed' | 'hash' | 'wrapped' | `readable: ${string}`

export const id = 'readable: internal id, random with a time'
export const practice = 'readable: which practice a row belongs to'
export const compartment = 'readable: compartment'
export const member = 'readable: internal id of a member, says nothing without the sealed row'
export const account = 'readable: internal id of an account'
export const version = 'readable: version'
export const keyVersion = 'readable: key version'
export const time = 'readable: time, for operations'
export const state = 'readable: state that names nobody'
export const size = 'readable: size'
export const position = 'readable: position in the order of transactions'
export const kind = 'readable: a word of a fixed list'
export const random: Reading = 'readable: random bytes'
