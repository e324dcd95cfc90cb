import type { Check } from '@candour/contract/checks.ts'

/** By itself none waits for longer than a minute: with many practices on a server each has its turn. */
export function isWidened({ everySeconds }: Pick<Check, 'everySeconds'>): boolean {
  return everySeconds > 60
}

/** How often a check runs by itself, for example `Every 5 minutes`. */
export function rhythmWords(seconds: number): string {
  const [count, unit] =
    seconds < 60 ? [seconds, 'second'] : seconds < 3600 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour']
  const whole = Math.round(count)
  return whole === 1 ? `Every ${unit}` : `Every ${whole} ${unit}s`
}
