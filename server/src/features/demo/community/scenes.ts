import type { Code } from '../codes.ts'
import type { Scene } from '../scene.ts'

/** Why somebody is on the caseload; its visits repeat over the year and change with `[week]` and the measures. */
export interface Care {
  key: 'wound' | 'insulin' | 'catheter' | 'palliative' | 'rehabilitation'
  code: Code
  text: string
  ages: readonly [from: number, to: number]
  weight: number
  goals: readonly string[]
  visit: Scene
  /** Every so many days, at least and at most. */
  every: readonly [least: number, most: number]
}

const nurse = /^(District|Community) nurse|Lead district/

export const cares: readonly Care[] = [
  {
    key: 'wound',
    code: ['402863003', 'Venous ulcer of lower extremity'],
    text: 'Venous leg ulcer',
    ages: [58, 104],
    weight: 5,
    goals: ['Ulcer closed within 24 weeks', 'Compression worn every day', 'Pain at dressing changes 2/10 or less'],
    every: [6, 17],
    visit: {
      title: 'Leg ulcer dressing',
      by: nurse,
      how: 'HH',
      minutes: 40,
      reason: ['402863003', 'Venous ulcer of lower extremity'],
      sections: [
        [
          'Reason for the visit',
          'Planned dressing, [side] gaiter, week [week] of treatment. {Let in by the patient.|Key safe used, called out on entering.|Daughter present.} {Slept well.|Poor night, legs out of bed.|Has been sitting with legs down.} Consent given.',
        ],
        [
          'Observations',
          'Ulcer [length] x [width] mm ({was|last time} [lengthBefore] x [widthBefore]), {shallow|even}, bed {80% granulating, 20% slough|all granulating|60% granulating, rest slough}, exudate {low|moderate}, edges {flat|advancing}, no smell. Surrounding skin {dry|dry and scaly|intact}. Pain [pain]/10. BP [bp], T [temp]. Pulses {present|by Doppler}, ABPI [abpi] at the start. Ankle [ankle] cm.',
        ],
        [
          'Care given',
          'Leg washed in a lined bucket, emollient. {Debrided lightly with a pad.|No debridement needed.} {Hydrofibre and pad|Silicone contact layer and pad}, {two-layer|four-layer} compression toe to knee, toes warm and pink after. Photo with ruler {taken, consent given|next week}. {Walking and ankle exercises gone through.|Legs up above the hip after lunch.}',
        ],
        [
          'Plan',
          '{Next visit [weekday].|Twice a week, next [weekday].} {Healing as expected.|If no smaller in two weeks: tissue viability nurse.} {Stock: six weeks.|Dressings ordered.} Knows whom to ring if the bandage slips or toes go blue. Left safe and comfortable at [left].',
        ],
      ],
    },
  },
  {
    key: 'insulin',
    code: ['44054006', 'Type 2 diabetes mellitus'],
    text: 'Type 2 diabetes, insulin given at home',
    ages: [62, 100],
    weight: 3,
    goals: ['Glucose before breakfast 7 to 12', 'No hypos', 'Feet looked at each week'],
    every: [9, 26],
    visit: {
      title: 'Insulin visit',
      by: nurse,
      how: 'HH',
      minutes: 20,
      reason: ['44054006', 'Type 2 diabetes mellitus'],
      sections: [
        [
          'Reason for the visit',
          '{Morning|Breakfast} insulin. {Up and dressed.|Still in bed, woke easily.|Carer making breakfast.} {Ate well yesterday.|Picked at supper.|Had a cold this week.} Identity and chart checked.',
        ],
        [
          'Observations',
          'Glucose [glucose] mmol/L at [began]. {Orientated.|A little muddled, usual for the morning.} {No hypos this week.|One of 4.1 before lunch on [weekday], had juice.} Skin at sites {soft, no lumps|one lumpy area left, avoided}. Feet: {skin intact|heel red, blanches}. BP [bp].',
        ],
        [
          'Care given',
          '[units] units {glargine|insulin isophane} given s/c, {abdomen right|abdomen left|thigh left}, batch [batch], 10 seconds. Sharps away. {Saw the breakfast eaten.|Porridge and tea before leaving.} {Heel off-loaded with a pillow.|Emollient to the feet.}',
        ],
        [
          'Plan',
          '{Same dose tomorrow.|Dose as charted; GP asked to review, three readings over 14.|Two units less from tomorrow, as agreed with the GP.} Rescue glucose by the chair. Next visit tomorrow, {same team|evening team told}. Left at [left].',
        ],
      ],
    },
  },
  {
    key: 'catheter',
    code: ['267064002', 'Retention of urine'],
    text: 'Long-term urethral catheter',
    ages: [55, 102],
    weight: 2,
    goals: ['Change every 12 weeks', 'No blockage', 'Fluids 1.5 litres a day'],
    every: [20, 45],
    visit: {
      title: 'Catheter care',
      by: nurse,
      how: 'HH',
      minutes: 35,
      reason: ['267064002', 'Retention of urine'],
      sections: [
        [
          'Reason for the visit',
          '{Planned change, 12 weeks.|Called: bypassing since this morning.|Bag leaking, asked for advice.} {Comfortable.|Some spasm at night.} Consent given, {chaperone declined|wife in the room}.',
        ],
        [
          'Observations',
          'T [temp], pulse [pulse], BP [bp]. Urine {clear straw|cloudy, no smell|clear, a little sediment}, [volume] ml in the bag. Abdomen soft, bladder not felt. Meatus {clean|slightly sore}. {Bowels open yesterday.|Bowels open every second day.}',
        ],
        [
          'Care given',
          '{Aseptic change: 14 Ch all-silicone, 10 ml balloon|12 Ch hydrogel-coated, 10 ml balloon}, lot [batch], lidocaine gel 11 ml, [volume2] ml drained at once. {Balloon water out 9 ml, tip clean.|Slight encrustation at the tip.} Leg bag and strap replaced, catheter passport filled in.',
        ],
        [
          'Plan',
          'Next change in {10|12} weeks. {Fluids to 1.5 litres, more in hot weather.|Macrogol daily.} To ring if nothing drains for 4 hours, fever, or blood. {Night bags ordered.|Stock sufficient.} Left at [left].',
        ],
      ],
    },
  },
  {
    key: 'palliative',
    code: ['363346000', 'Malignant neoplastic disease'],
    text: 'Advanced cancer, palliative care at home',
    ages: [50, 98],
    weight: 2,
    goals: ['Stay at home, as wished', 'Pain 3/10 or less', 'Family knows whom to ring, day and night'],
    every: [4, 15],
    visit: {
      title: 'Palliative visit',
      by: nurse,
      how: 'HH',
      minutes: 50,
      sections: [
        [
          'Reason for the visit',
          '{Weekly support visit.|Asked for: more pain at night.|Planned with the hospice nurse.} {Son|Wife|Husband|Sister} present. {Says it has been a quiet week.|Tired, talks a little less.|Wanted to speak about what comes.}',
        ],
        [
          'Observations',
          'Pain [pain]/10 {at rest|on turning}, {back|right side|hip}. AKPS {40|50|60}. {Nausea settled.|Nausea in the mornings.} {Eating small portions, enjoys ice cream.|Sips only.} Bowels open {yesterday|three days ago}. Skin: {sacrum red, blanching|intact}. Waterlow {16|19|21}. BP not taken, of no help today.',
        ],
        [
          'Care given',
          '{Morphine MR as charted, two breakthrough doses since yesterday.|Breakthrough oral morphine three times in two days; discussed with the GP.} Mouth care shown to the family. {Turned, slide sheet, 30-degree tilt.|Heels off-loaded.} {Listened; fear of hospital came up.|Talked over ReSPECT form, wishes unchanged.} Just-in-case box checked, seal [batch].',
        ],
        [
          'Plan',
          '{GP to raise MR morphine today.|Dose stays.} {Night sitter from [weekday].|Hospice at home told.} Next visit [weekday], phone call tomorrow. Out-of-hours number by the phone. Left at [left].',
        ],
      ],
    },
  },
  {
    key: 'rehabilitation',
    code: ['5913000', 'Fracture of neck of femur'],
    text: 'Rehabilitation after hip fracture',
    ages: [65, 99],
    weight: 3,
    goals: ['Walk to the shop with one stick', 'Stairs alone', 'No further fall'],
    every: [7, 21],
    visit: {
      title: 'Physiotherapy at home',
      by: /Physiotherapist/,
      how: 'HH',
      minutes: 45,
      reason: ['5913000', 'Fracture of neck of femur'],
      sections: [
        [
          'Reason for the visit',
          'Week [week] after hip surgery. {Doing the exercises twice a day.|Exercises most days.|Did too much on [weekday], sore since.} {No falls.|Near miss at the back step.} Goal: {the corner shop|church on Sunday|upstairs to bed}.',
        ],
        [
          'Observations',
          'Pain [pain]/10 on weight bearing. TUG [tug] s ({was|last time} [tugBefore]). Sit to stand {5|6|8} in 30 s. Hip flexion {85|90|95}, abduction {3+|4|4+}/5. Gait: {shorter stance on the operated side|even, slow}. BP lying and standing [bp], {no drop|drop of 8}. Scar healed.',
        ],
        [
          'Care given',
          '{Step-ups, mini squats, heel raises at the worktop 2 x 10|Stairs up good, down bad, rail and stick, twice|Outdoor walk 120 m with one stick}. Rests as needed. {Rug in the hall taken up, agreed.|Chair raised 5 cm.} Written programme {renewed|left}.',
        ],
        [
          'Plan',
          'Next [weekday]. {Move on to one stick indoors.|Add the step outside.|Balance group when a place is free.} {Bone protection: GP reminded.|Taking calcium and alendronic acid.} Left at [left].',
        ],
      ],
    },
  },
]

export const assessment: Scene = {
  title: 'First assessment at home',
  by: /Lead district|District nurse/,
  how: 'HH',
  minutes: 75,
  sections: [
    [
      'Reason for the visit',
      'Referred by {the GP|the ward on discharge|the hospital’s discharge team} for [care]. {Lives alone, family nearby.|Lives with spouse, who is well.|Sheltered flat, pull cord works.} Key safe {fitted|to be fitted}. Consent to care and to sharing with the GP given, {has capacity|capacity not in doubt}.',
    ],
    [
      'Observations',
      'BP [bp], pulse [pulse], T [temp], sats [sats]%, weight [weight] kg. MUST {0|1}. Waterlow {12|15|18}. {Vision: glasses.|Hearing aids, both.} Mobility: {frame indoors|stick|furniture walks}. Continence: {no trouble|pads at night}. Falls in the last year: {none|one|two}. Home: {clear, warm|cluttered hall, talked over|steep step at the door}.',
    ],
    [
      'Care given',
      'Care plan written with the patient, copy left in the folder. {Pressure cushion ordered.|Foot care gone through.|Medicines sorted with the pharmacy’s blister pack.} Who to ring, day and night, written large by the phone.',
    ],
    [
      'Plan',
      '[goals]. Reassess in {four|six} weeks. {Occupational therapy referral.|Social services: carer’s assessment offered.|} GP informed by letter.',
    ],
  ],
}

export const coordination: Scene = {
  title: 'Call to the office',
  by: /Coordinator/,
  how: 'VR',
  minutes: 4,
  sections: [
    [
      'Reason for the visit',
      '{Daughter|Patient|Neighbour|Ward} rang at [began]: {asks what time the nurse comes|out at the eye clinic on [weekday], visit to be moved|dressing got wet in the shower|running short of pads|discharge planned for [weekday], visits to start again}.',
    ],
    [
      'Plan',
      '{Visit moved, staff told, patient rung back.|Passed to the nurse of the day at [left].|Order placed, number [batch].} {Safe until the visit by their own account.|Told to ring 111 if worse before.}',
    ],
  ],
}
