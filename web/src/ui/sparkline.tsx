/** The course of a few numbers, as wide as a word. Decoration: the newest number and its date stand beside it. */
const width = 96
const height = 24
const margin = 3

export function Sparkline({ values }: { values: readonly { at: string; value: number }[] }) {
  const times = values.map(({ at }) => Date.parse(at))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const numbers = values.map(({ value }) => value)
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const across = (time: number) => margin + (to === from ? 1 : (time - from) / (to - from)) * (width - 2 * margin)
  const up = (value: number) =>
    high === low ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin)
  const points = values.map(({ value }, place) => [across(times[place] ?? from), up(value)] as const)
  const last = points.at(-1)
  return (
    <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {points.length > 1 && (
        <polyline
          points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
          fill="none"
          stroke="var(--ink-3)"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      )}
      {last !== undefined && <circle cx={last[0]} cy={last[1]} r="2.5" fill="var(--accent)" />}
    </svg>
  )
}
