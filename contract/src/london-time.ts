/** Times as they are typed: a London wall time without its zone, `2026-11-22T14:02`, over both changes of the clock. */
const wall = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
})

export function toLondon(instant: string | Date): string {
  return wall.format(new Date(instant)).replace(' ', 'T')
}

/** The instant; of the hour that comes twice in October the first one. Null: no such time, as in the hour left out in March. */
export function fromLondon(local: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null
  const asUtc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const found = [60, 0].map((minutes) => new Date(asUtc - minutes * 60_000)).find((at) => toLondon(at) === local)
  return found?.toISOString() ?? null
}
