export interface Signs {
  respiration: number
  saturation: number
  onOxygen: boolean
  systolic: number
  pulse: number
  /** Alert, or any of confused, voice, pain, unresponsive. */
  isAlert: boolean
  temperature: number
  /** Aims at 88 to 92% of oxygen saturation (scale 2), as some with lung disease must. */
  aimsLow: boolean
}

/** The National Early Warning Score 2 (Royal College of Physicians, 2017), for those over 16. */
export function news2({
  respiration,
  saturation,
  onOxygen,
  systolic,
  pulse,
  isAlert,
  temperature,
  aimsLow,
}: Signs): number {
  const points = [
    respiration <= 8 ? 3 : respiration <= 11 ? 1 : respiration <= 20 ? 0 : respiration <= 24 ? 2 : 3,
    aimsLow ? lowScale(saturation, onOxygen) : saturation <= 91 ? 3 : saturation <= 93 ? 2 : saturation <= 95 ? 1 : 0,
    onOxygen ? 2 : 0,
    systolic <= 90 ? 3 : systolic <= 100 ? 2 : systolic <= 110 ? 1 : systolic <= 219 ? 0 : 3,
    pulse <= 40 ? 3 : pulse <= 50 ? 1 : pulse <= 90 ? 0 : pulse <= 110 ? 1 : pulse <= 130 ? 2 : 3,
    isAlert ? 0 : 3,
    temperature <= 35 ? 3 : temperature <= 36 ? 1 : temperature <= 38 ? 0 : temperature <= 39 ? 1 : 2,
  ]
  return points.reduce<number>((sum, one) => sum + one, 0)
}

function lowScale(saturation: number, onOxygen: boolean): number {
  if (saturation < 93) return saturation <= 83 ? 3 : saturation <= 85 ? 2 : saturation <= 87 ? 1 : 0
  if (!onOxygen) return 0
  return saturation <= 94 ? 1 : saturation <= 96 ? 2 : 3
}
