/** Which kinds the timeline shows: chips in one line, what does not fit behind "More". */
import { useLayoutEffect, useRef, useState } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { kindWords, type TimelineKind } from './kind-words.ts'
import './timeline-filters.css'

interface FiltersProps {
  kind: TimelineKind
  counts: Record<TimelineKind, number> | undefined
  /** The one entry among the allergies says that there are none: a count would say the opposite. */
  noAllergies: boolean
  onChange: (kind: TimelineKind) => void
}

const order = ['all', ...Object.keys(kindWords)] as TimelineKind[]

/** How many of the line's children stand in its first line; they keep their place, so that measuring finds it again. */
function useFitting(count: number) {
  const line = useRef<HTMLDivElement>(null)
  const [fitting, setFitting] = useState(count)
  useLayoutEffect(() => {
    const element = line.current
    if (element === null) return
    const measure = () => {
      const chips = [...element.children] as HTMLElement[]
      const top = chips[0]?.offsetTop ?? 0
      setFitting(chips.filter((chip) => chip.offsetTop === top).length)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    void document.fonts.ready.then(measure)
    return () => observer.disconnect()
  }, [count])
  return { line, fitting }
}

export function TimelineFilters({ kind, counts, noAllergies, onChange }: FiltersProps) {
  const none = (each: TimelineKind) => each === 'allergy' && noAllergies
  const wordsOf = (each: TimelineKind) =>
    each === 'all' ? 'All' : none(each) ? 'No known allergies' : kindWords[each][1]
  const kinds = order.filter((each) => each === 'all' || each === kind || (counts?.[each] ?? 0) > 0)
  const { line, fitting } = useFitting(kinds.length)
  const rest = kinds.slice(fitting)
  const chip = (each: TimelineKind, at: number, act: () => void = () => onChange(each)) => (
    <button
      key={each}
      type="button"
      className={at < fitting ? 'chip' : 'chip out'}
      aria-pressed={kind === each}
      onClick={act}
    >
      {wordsOf(each)}{' '}
      {counts !== undefined && !none(each) && <span className="chip-count">{showCount(counts[each] ?? 0)}</span>}
    </button>
  )
  return (
    <div className="timeline-filters" role="group" aria-label="Show">
      <div className="timeline-chips" ref={line}>
        {kinds.map((each, at) => chip(each, at))}
      </div>
      {rest.length > 0 && (
        <Popover
          label="More kinds"
          className={rest.includes(kind) ? 'chip more chosen' : 'chip more'}
          button={
            <>
              {rest.includes(kind) ? wordsOf(kind) : 'More'}
              {rest.includes(kind) && counts !== undefined && !none(kind) && (
                <span>{showCount(counts[kind] ?? 0)}</span>
              )}
              <Icon name="down" size={16} />
            </>
          }
        >
          {(close) => (
            <div className="timeline-kinds">
              {rest.map((each) =>
                chip(each, 0, () => {
                  close()
                  onChange(each)
                }),
              )}
            </div>
          )}
        </Popover>
      )}
    </div>
  )
}
