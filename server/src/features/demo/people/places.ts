/** Where people live. The towns are invented, and the postcode areas (HB, KB, LB, RB, TB) are ones that nobody has. */
import type { Random } from '../random.ts'

export interface Home {
  lines: string[]
  town: string
  postcode: string
}

const first =
  'Tallow Harbour Cinder Orchard Mill Larkspur Quarry Chandler Ropewalk Saddler Gannet Bellfounder Hazel Minster Priory Weir Kiln Drover Copper Beacon Lantern Glover Sexton Heron Nightingale Foundry Cobbler Marsh Tollgate Vicarage'.split(
    ' ',
  )
const last = 'Street Lane Road Close Avenue Terrace Way Gardens Crescent Drive Row Walk'.split(' ')
const houses = ['Rose Cottage', 'The Old Forge', 'Larch House', 'Mill View', 'Tern Cottage', 'Hill Farm', 'The Lodge']
const flats = ['Kestrel Court', 'Wharf House', 'Beacon Heights', 'Priory Court', 'Lantern Point']
const towns: readonly (readonly [town: string, outward: string])[] = [
  ['Harbourstow', 'HB1'],
  ['Harbourstow', 'HB2'],
  ['Harbourstow', 'HB3'],
  ['Kestrelby', 'KB4'],
  ['Lower Tallow', 'HB5'],
  ['Wexcombe Bay', 'TB7'],
  ['Thornley Marsh', 'RB12'],
  ['Great Oakenford', 'LB6'],
]
/** Inward codes never hold C, I, K, M, O or V. */
const inward = 'ABDEFGHJLNPQRSTUWXYZ'

export function homeOf(random: Random): Home {
  const [town, outward] = random.pick(towns)
  const postcode = `${outward} ${random.int(1, 9)}${random.pick([...inward])}${random.pick([...inward])}`
  const street = `${random.pick(first)} ${random.pick(last)}`
  const number = random.int(1, 148)
  if (random.chance(0.14)) {
    return { lines: [`Flat ${random.int(1, 24)}, ${random.pick(flats)}`, `${number} ${street}`], town, postcode }
  }
  if (random.chance(0.05)) return { lines: [random.pick(houses), street], town, postcode }
  return { lines: [`${number}${random.chance(0.04) ? 'a' : ''} ${street}`], town, postcode }
}

/** Ofcom keeps these numbers for drama: they ring nowhere. */
export function mobileOf(random: Random): string {
  return `07700 900${String(random.int(0, 999)).padStart(3, '0')}`
}

export function landlineOf(random: Random): string {
  const three = String(random.int(0, 999)).padStart(3, '0')
  return random.pick([`01632 960${three}`, `01632 960${three}`, `020 7946 0${three}`, `0117 496 0${three}`])
}
