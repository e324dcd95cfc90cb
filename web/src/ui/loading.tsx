/** Grey lines where text will be; they appear only when the answer takes longer than a quarter of a second. */
import './state.css'

export function Loading({ lines = 4, what = 'Loading' }: { lines?: number; what?: string }) {
  return (
    <div className="loading" role="status">
      <span className="for-screen-readers">{what}</span>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  )
}
