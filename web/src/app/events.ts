/** Events say that something changed; what is on the screen of it is read again. */
import { useEffect } from 'react'
import { event as eventShape, eventsPath, type Event } from '@candour/contract/events.ts'
import { refreshSoon } from '../api/refresh.ts'

const refetchedBy: Record<Event['kind'], (event: Event) => (readonly unknown[])[]> = {
  'note.finished': (event) => [['timeline', idOf(event)], ['drafts'], ['note']],
  'file.added': (event) => [['timeline', idOf(event)], ['drafts']],
  'patient.changed': (event) => [['patient', idOf(event)]],
  'member.changed': () => [['members']],
  'notice.added': () => [['notices']],
  'transfer.moved': () => [['transfers'], ['table']],
}

const idOf = (event: Event) => ('patient' in event ? event.patient : '')

export function useEvents() {
  useEffect(() => {
    const source = new EventSource(eventsPath)
    const receive = (message: MessageEvent<string>) => {
      const parsed = eventShape.safeParse(JSON.parse(message.data))
      if (!parsed.success) return
      for (const queryKey of refetchedBy[parsed.data.kind](parsed.data)) refreshSoon(queryKey)
    }
    source.onmessage = receive
    for (const kind of Object.keys(refetchedBy)) source.addEventListener(kind, receive)
    return () => source.close()
  }, [])
}
