const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' })

/** The day in London, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return london.format(at)
}
