import { seatRoutes } from '@candour/contract/seats.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { listSeats } from './list-seats.ts'
import { preparePin, readSeat, removePin, setPin } from './own-seat.ts'
import { unlockSeat } from './unlock-seat.ts'

const own = { kind: 'gate', access: 'signed-in', beforeFactor: true, inLockdown: true } as const

export const seatEndpoints = [
  endpoint(seatRoutes.list, { name: 'seat.list', kind: 'public', access: 'public', verb: listSeats }),
  endpoint(seatRoutes.unlock, { name: 'seat.unlock', kind: 'public', access: 'public', verb: unlockSeat }),
  endpoint(seatRoutes.read, { name: 'seat.read', ...own, verb: readSeat }),
  endpoint(seatRoutes.set, { name: 'seat.set', ...own, needsProof: true, prepare: preparePin, verb: setPin }),
  endpoint(seatRoutes.remove, { name: 'seat.remove', ...own, verb: removePin }),
]
