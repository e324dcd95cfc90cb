import { Lock } from './lock.tsx'

export function Brand() {
  return (
    <span className="brand">
      <Lock state="checked" size={26} silent />
      <span className="brand-word">Candour</span>
    </span>
  )
}
