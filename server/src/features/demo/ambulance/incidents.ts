import type { Code } from '../codes.ts'
import type { Signs } from './news.ts'

export interface Incident {
  title: string
  code: Code
  ages: readonly [from: number, to: number]
  weight: number
  category: 1 | 2 | 3 | 4
  /** What is far from the usual when the crew comes. */
  off: Partial<Signs>
  glucose?: readonly [least: number, most: number]
  pain?: readonly [least: number, most: number]
  call: string
  history: string
  findings: string
  treatment: string
  /** Whether the patient is taken in; else the crew leaves them at home. */
  conveyed: number
  home?: string
}

export const incidents: readonly Incident[] = [
  {
    title: 'Fall at home',
    code: ['1912002', 'Fall'],
    ages: [66, 104],
    weight: 7,
    category: 3,
    off: {},
    pain: [2, 6],
    call: '{Fallen in the bathroom, cannot get up.|On the floor by the bed since 05:30, found by carer.|Tripped on the back step.} {Alone.|Neighbour on scene.|Daughter on scene.}',
    history:
      '{Slipped on the mat, remembers all of it.|Legs gave way on standing, no blackout.|Caught a foot on the frame.} No chest pain, no palpitations, no loss of consciousness. {Long lie of about 2 hours.|On the floor 20 minutes.|Got to a chair with help.} {Second fall this month.|First fall.} {Takes an anticoagulant.|No anticoagulant.} {Lives alone, carers twice a day.|Lives with spouse.}',
    findings:
      'A clear. B clear both sides. C cap refill under 2 s, ECG {sinus rhythm|AF, rate controlled, known}. D GCS 15, PEARL. E {bruise left hip, weight-bears|skin tear right forearm 3 x 2 cm|no injury found}; no C-spine tenderness, no head injury, both legs same length. 4AT 0. {Lying and standing BP: drop of 12.|No postural drop.}',
    treatment:
      '{Raised with the lifting cushion.|Helped up in stages with a chair.} {Paracetamol 1 g by mouth.|No analgesia wanted.} {Skin tear closed with strips, silicone dressing.|Walked to the kitchen with the frame, steady.} Tea and toast, observed 20 minutes.',
    conveyed: 0.3,
    home: 'Left at home with {daughter|neighbour|carer}, informed consent, capacity confirmed. Falls referral sent, GP told by message. {Rug removed.|Pendant alarm checked.} Worsening advice: head pain, drowsy, cannot bear weight call 999.',
  },
  {
    title: 'Chest pain',
    code: ['29857009', 'Chest pain'],
    ages: [38, 95],
    weight: 5,
    category: 2,
    off: { pulse: 96, systolic: 154 },
    pain: [4, 9],
    call: 'Chest pain, {clammy|short of breath|into the left arm}. Breathing normally, awake. {At work.|At home with family.|In the supermarket.}',
    history:
      '{Central, heavy, came on at rest|Tight, came on climbing stairs, not gone with rest}, [ago] minutes before the call. {Into jaw and left arm.|No radiation.} {Sweaty and sick.|No nausea.} {Angina known, GTN twice without relief.|No cardiac history.} {Smoker.|Hypertension.|Type 2 diabetes.} No tearing pain, calves soft.',
    findings:
      'A clear. B clear, equal. C pale, {clammy|dry}, radial pulses equal, BP equal in both arms. 12-lead within 8 minutes: {sinus rhythm, no acute changes|ST depression V4 to V6|ST elevation II, III, aVF with reciprocal change}. Sent to {the receiving unit|the heart attack centre}. D GCS 15. E no oedema.',
    treatment:
      'Aspirin 300 mg chewed. GTN 400 micrograms x {1|2}, BP held. {Morphine 5 mg IV in steps with ondansetron 4 mg.|Pain eased by GTN, no morphine needed.} 18G {left|right} forearm. Pads ready. Repeat 12-lead unchanged.',
    conveyed: 1,
  },
  {
    title: 'Breathing difficulty',
    code: ['195951007', 'Acute exacerbation of chronic obstructive pulmonary disease'],
    ages: [55, 95],
    weight: 4,
    category: 2,
    off: { respiration: 28, saturation: 87, pulse: 112, onOxygen: true, aimsLow: true },
    call: 'Short of breath, speaking in words. COPD. {Inhaler used ten times.|Blue lips, says the family.}',
    history:
      'COPD, worse over {two|three} days, {green sputum|wheeze and cough}. {Rescue pack started yesterday.|Rescue pack used up last month.} Usually {one flight|the garden and back}. Home oxygen: {no|2 l at night}. No chest pain, {ankles as usual|ankles more swollen}. Alert card: target 88 to 92%.',
    findings:
      'A clear. B tripod, pursed lips, wheeze throughout, {poor air entry at the bases|crackles right base}. C ECG sinus tachycardia. D alert, GCS 15. E T as charted, calves soft.',
    treatment:
      'Salbutamol 5 mg and ipratropium 500 micrograms nebulised, driven by air with nasal oxygen, then 28% Venturi to 88 to 92%. Hydrocortisone 100 mg IV. Sat up. Second nebuliser after 10 minutes, {fuller sentences|RR down}.',
    conveyed: 0.9,
    home: 'Settled; hospital at home team accepts, visits within 2 hours. Family with the patient. 999 if worse.',
  },
  {
    title: 'Seizure',
    code: ['91175000', 'Seizure'],
    ages: [3, 70],
    weight: 3,
    category: 1,
    off: { isAlert: false, pulse: 108, saturation: 94 },
    glucose: [5, 7.5],
    call: 'Fitting now, caller says {3|4} minutes. Instructions given on the line: time it, cushion the head.',
    history:
      'Witnessed: {stiff, then all limbs jerking|eyes to the left, then generalised}, about [ago] seconds. {Tongue bitten.|No tongue bite.} {Incontinent.|Continent.} {Missed tablets for two days.|Feverish since yesterday.|Poor sleep this week.} {No head injury.|Lowered to the floor by a colleague.}',
    findings:
      'On arrival stopped, postictal. A clear, recovery position. B clear. C cap refill 2 s, ECG sinus tachycardia. D V on AVPU, then alert after {12|18|25} minutes, PEARL, no focal weakness, no neck stiffness, no rash. E {small graze|no injury}.',
    treatment:
      'Oxygen until alert. Glucose checked. {Buccal midazolam had been given by the family.|No drugs needed, self-terminated.} Kept on the side, reassured. Rescue medicine drawn up, not used.',
    conveyed: 0.65,
    home: 'Back to usual self; epilepsy known, single typical seizure. Left with an adult who knows what to do. Epilepsy nurse and GP informed.',
  },
  {
    title: 'Hypoglycaemia',
    code: ['302866003', 'Hypoglycemia'],
    ages: [19, 90],
    weight: 3,
    category: 2,
    off: { isAlert: false, pulse: 102 },
    glucose: [1.6, 2.9],
    call: '{Diabetic, confused and sweating.|Found drowsy by the carer, insulin given this morning.}',
    history:
      'Diabetes on insulin, usual dose, {missed lunch|long walk|vomited once}. {Family gave juice, spat it out.|Sensor alarm slept through.} {No hypos for a year.|Third this month.} No alcohol.',
    findings:
      'A clear. B clear. C clammy, ECG sinus tachycardia. D confused, GCS 13 (E4 V4 M5), PEARL, no weakness. E pump {none|off at the time}.',
    treatment:
      '{Glucose 10% 100 ml IV|Glucagon 1 mg IM, then 40% gel}. After 12 minutes [glucoseAfter] mmol/L, GCS 15. Sandwich and milk eaten. Repeat 20 minutes later [glucoseLater].',
    conveyed: 0.25,
    home: 'Well, eating, cause clear, not on long-acting sulfonylurea. Left with {family|a friend|a carer}. Diabetes team referral made; no driving for 45 minutes, sensor alarms set.',
  },
  {
    title: 'Unwell, possible sepsis',
    code: ['91302008', 'Sepsis'],
    ages: [50, 100],
    weight: 3,
    category: 2,
    off: { respiration: 26, pulse: 124, systolic: 92, temperature: 39.1, isAlert: false, saturation: 93 },
    call: '{Confused since this morning, hot.|Rigors, not passing water.} {Catheter in place.|Cough for a week.}',
    history:
      '{Cough and fever four days, on antibiotics since yesterday.|Catheter, cloudy urine, loin pain.|Red leg spreading since Sunday.} {Not eating, sips.|Last passed urine 14 hours ago.} {Chemotherapy three weeks ago: no.|Diabetes.} New confusion, per family.',
    findings:
      'A clear. B {crackles right base|clear}. C cap refill 4 s, cool hands, mottled knees. D new confusion, GCS 14. E T as charted, {no rash|cellulitis to the knee}. Lactate not available. Red flags: new confusion, RR, BP.',
    treatment:
      'Oxygen to 94 to 98%. 18G, sodium chloride 0.9% 250 ml x 2. {Ceftriaxone 2 g IV by the sepsis directive.|Paracetamol 1 g IV.} Pre-alert given.',
    conveyed: 1,
  },
  {
    title: 'Wrist injury',
    code: ['125605004', 'Fracture of bone'],
    ages: [6, 80],
    weight: 3,
    category: 4,
    off: {},
    pain: [5, 9],
    call: '{Fell off a bike|Slipped on a wet floor|Fell from a trampoline}, wrist {bent|swollen}. Awake, not bleeding.',
    history:
      'Fell on the outstretched hand [ago] minutes before the call. No head injury, no other pain. {Right-handed.|Left-handed.} Last ate {two|four} hours ago. No earlier fracture.',
    findings:
      'A to D normal, GCS 15. E {dinner-fork deformity|swelling and tenderness} over the distal radius, closed; radial pulse, cap refill, thumb-to-finger and sensation normal. Elbow and shoulder free. Scaphoid not tender.',
    treatment:
      '{Methoxyflurane 3 ml with good effect.|Entonox and paracetamol by weight.} Ring off. Padded splint, broad sling. Neurovascular checks unchanged after splinting.',
    conveyed: 0.85,
    home: 'Minor, weight through the hand possible. Parent or friend takes the patient to the minor injuries unit by car, advice sheet given.',
  },
  {
    title: 'Asthma attack',
    code: ['708038006', 'Acute exacerbation of asthma'],
    ages: [6, 50],
    weight: 3,
    category: 2,
    off: { respiration: 28, saturation: 92, pulse: 124, onOxygen: true },
    call: 'Asthma, blue inhaler not helping, {speaks in short sentences|mother with patient}.',
    history:
      'Wheeze since {last night|this morning} {after a cold|at a friend’s with cats|in the cold air}. Salbutamol {10|12} puffs by spacer. {Never in intensive care.|One admission last year.} Preventer {every day|when remembered}.',
    findings:
      'A clear. B accessory muscles, wheeze throughout, PEF {45|50|55}% of best. C sinus tachycardia. D alert. E no rash, no swelling. Acute severe.',
    treatment:
      'Salbutamol 5 mg nebulised with oxygen, ipratropium added, prednisolone by mouth. After 15 minutes PEF {65|70|75}%, full sentences.',
    conveyed: 0.8,
    home: 'PEF above 75%, stable for an hour. Left with family, steroid course from the GP this afternoon, plan gone through.',
  },
]
