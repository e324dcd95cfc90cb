/** Events say that something changed; what is on the screen of it is read again. */
import { useEffect } from 'react'
import { event as eventShape, eventsPath, type Event } from '@candour/contract/events.ts'
import { leaveScreen } from '../features/sessions/leave-screen.ts'
import { refreshSoon } from '../api/refresh.ts'
import { currentSession } from '../features/sessions/session.ts'

const refetchedBy: Record<Event['kind'], (event: Event) => (readonly unknown[])[]> = {
  'note.finished': (event) => [['timeline', idOf(event)], ['drafts'], ['note']],
  'file.added': (event) => [['timeline', idOf(event)], ['drafts']],
  'patient.changed': (event) => [
    ['patient', idOf(event)],
    ['restriction', idOf(event)],
  ],
  // What oneself may do is told at once; the server decides by it already.
  'member.changed': (event) => [['members'], ...(isOwn(event) ? [['session']] : [])],
  'notice.added': () => [['notices'], ['glasses'], ['alerts'], ['checks'], ['incidents']],
  'support.changed': () => [['support']],
  'transfer.moved': () => [['transfers'], ['table']],
}

const idOf = (event: Event) => ('patient' in event ? event.patient : '')

const isOwn = (event: Event) => 'member' in event && event.member === currentSession()?.member.id

export function useEvents() {
  useEffect(() => {
    const source = new EventSource(eventsPath)
    const receive = (message: MessageEvent<string>) => {
      const parsed = eventShape.safeParse(JSON.parse(message.data))
      if (!parsed.success) return
      for (const queryKey of refetchedBy[parsed.data.kind](parsed.data)) refreshSoon(queryKey)
    }
    source.onmessage = receive
    // Ended from another device, or by the practice: the screen is left within a second.
    source.addEventListener('ended', () => {
      source.close()
      void leaveScreen('ended')
    })
    for (const kind of Object.keys(refetchedBy)) source.addEventListener(kind, receive)
    return () => source.close()
  }, [])
}
