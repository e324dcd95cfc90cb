import { eventsPath } from '@candour/contract/events.ts'
import { bytesEndpoint } from '../../platform/http/endpoint.ts'
import { listen, type ListenOptions } from './listen.ts'

export const eventEndpoints = (options: ListenOptions) => [
  bytesEndpoint(
    { method: 'GET', path: eventsPath },
    { name: 'event.listen', kind: 'bytes-read', access: 'signed-in', verb: listen(options) },
  ),
]
