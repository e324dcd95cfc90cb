/**
 * Where a page scrolls as a whole, the banner scrolls away: this stands in its place, shorter. Who it is stays whole;
 * of the allergies the substances, and past five how many more. The banner above is what a screen reader reads.
 */
import { useEffect, useState, type RefObject } from 'react'
import { showName } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { Icon } from '../../ui/icon.tsx'
import { dayOf } from './day-of.ts'
import { bornWithAge } from './patients.ts'

const mostNamed = 5

/** Whether the whole banner lies above what is seen, under the bar and the strips. */
function useGone(whole: RefObject<HTMLElement | null>): boolean {
  const [gone, setGone] = useState(false)
  useEffect(() => {
    const banner = whole.current
    if (banner === null) return
    const look = () => {
      const bar = document.querySelector('.top-bar')?.getBoundingClientRect().bottom ?? 0
      const strips = document.querySelector('.offline-place')?.getBoundingClientRect().bottom ?? 0
      const top = Math.max(bar, strips, 0)
      document.documentElement.style.setProperty('--stuck', `${top}px`)
      setGone(banner.getBoundingClientRect().bottom < top + 8)
    }
    look()
    // The strips come and go without a scroll, the banner grows
    const observer = new ResizeObserver(look)
    for (const each of [banner, document.querySelector('.offline-place')]) if (each !== null) observer.observe(each)
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [whole])
  return gone
}

function allergiesOf({ allergies, diedAt }: PatientCard) {
  if (allergies.state === 'listed') {
    const named = allergies.items.slice(0, mostNamed).map(({ substance }) => substance)
    const more = allergies.items.length - named.length
    return {
      tone: 'allergic',
      icon: 'octagon',
      words: `Allergies: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    } as const
  }
  if (allergies.state === 'none_known') return { tone: '', icon: 'check', words: 'No known allergies' } as const
  return { tone: diedAt === null ? 'unknown' : '', icon: 'alert', words: 'Allergies not recorded' } as const
}

export function BannerAgain({ patient, whole }: { patient: PatientCard; whole: RefObject<HTMLElement | null> }) {
  const gone = useGone(whole)
  if (!gone) return null
  const surname = showName({ family: patient.family, given: '', title: '' })
  const { tone, icon, words } = allergiesOf(patient)
  return (
    <div className="banner-again" aria-hidden="true">
      <p className="banner-again-who">
        <b>{surname}</b>
        {showName(patient).slice(surname.length)}
      </p>
      <p className="banner-again-facts">
        <span className="fixed">{bornWithAge(patient.birthDate, patient.diedAt)}</span>
        {patient.diedAt !== null && <span className="fixed">Died {dayOf(patient.diedAt)}</span>}
        {patient.nhsNumber !== null && <span className="fixed">{showNhsNumber(patient.nhsNumber)}</span>}
      </p>
      <p className={`banner-again-allergies ${tone}`}>
        <Icon name={icon} size={16} />
        <span>{words}</span>
      </p>
    </div>
  )
}
