/** A restriction beside its mark, and the glasses that may be broken at this moment; sealed bytes and hashes in base64. */
export interface RestrictionColumns {
  revision: number | null
  sealed: string | null
  mark: string | null
  glasses: { glass: string; member: string; revision: number; sealed: string; mark: string | null }[] | null
}
