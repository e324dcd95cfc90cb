/** Places numbers and moments on a chart. */
export interface Scale {
  from: number
  to: number
  ticks: number[]
}

/** Limits at round numbers around the values, with 3 to 6 ticks between them. */
export function numberScale(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high === low ? Math.abs(high) || 1 : high - low
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10
  const from = Math.floor((low - (high === low ? step : 0)) / step) * step
  const to = Math.ceil((high + (high === low ? step : 0)) / step) * step
  const count = Math.round((to - from) / step)
  // Steps are counted, not added up: 0.1 + 0.2 is not 0.3
  return {
    from,
    to,
    ticks: Array.from({ length: count + 1 }, (_, place) => Number((from + place * step).toPrecision(12))),
  }
}

/** At most five moments, evenly spread, ends among them; as milliseconds. */
export function timeScale(times: readonly number[]): Scale {
  const [from, to] = [Math.min(...times), Math.max(...times)]
  if (from === to) return { from: from - 1, to: to + 1, ticks: [from] }
  const count = 4
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, place) => from + ((to - from) * place) / count) }
}

export function placeOn(scale: Scale, value: number, length: number): number {
  return ((value - scale.from) / (scale.to - scale.from)) * length
}
