import type { Code, MeasureName } from '../codes.ts'
import type { MedicineName } from './medicines.ts'

/** A condition that stays: how likely it is, what is taken for it, what is measured, and how its review reads. */
export interface LongTerm {
  key: string
  code: Code
  name: string
  /** Part of the people of an age who have it; `from` in years. */
  from: number
  part: (age: number) => number
  medicines: readonly MedicineName[]
  /** What the laboratory measures. */
  bloods: readonly MeasureName[]
  reviews: number
  title: string
  asked: string
  found: string
  judged: string
  planned: string
}

const rising = (least: number, most: number, from: number) => (age: number) =>
  Math.min(most, least + ((most - least) * Math.max(0, age - from)) / 35)

export const longTerm: readonly LongTerm[] = [
  {
    key: 'hypertension',
    code: ['59621000', 'Essential hypertension'],
    name: 'Hypertension',
    from: 40,
    part: rising(0.08, 0.55, 40),
    medicines: ['amlodipine', 'ramipril'],
    bloods: ['sodium', 'potassium', 'creatinine', 'egfr'],
    reviews: 3,
    title: 'Hypertension review',
    asked:
      '{Feels well|No complaints}. No headache, chest pain or ankle swelling{; slight ankle swelling in the evening|}. Home readings average [home]. {Taking tablets every day.|Misses about one tablet a week.} {Walks 30 minutes most days.|Little exercise since the winter.|Swims twice a week.} {Alcohol 8 units a week.|Alcohol 16 units a week, plans to cut down.|No alcohol.} {Salt: has stopped adding it.|Diet unchanged.}',
    found:
      'BP [bp], {seated, left arm|second of two readings}. Pulse [pulse], {regular|regular in rate and rhythm}. Weight [weight] kg, BMI [bmi]. {No oedema.|Trace of ankle oedema.} ACR {1.2|0.8|2.1} mg/mmol.',
    judged: '{Hypertension, to target.|Hypertension, [control].} QRISK3 {9|12|16|21}%.',
    planned:
      '{Go on as now.|Continue; repeat issued for 6 months.} U&E and lipids yearly. {Home readings for a week before the next review.|Advised on salt, weight and alcohol.} Next review in {six|four} months.',
  },
  {
    key: 'diabetes',
    code: ['44054006', 'Type 2 diabetes mellitus'],
    name: 'Type 2 diabetes',
    from: 38,
    part: rising(0.03, 0.2, 38),
    medicines: ['metformin', 'atorvastatin'],
    bloods: ['hba1c', 'egfr', 'creatinine', 'cholesterol'],
    reviews: 3,
    title: 'Diabetes review',
    asked:
      '{Managing well.|Finding the diet hard since the summer.|Sugars up after a chest infection.} No hypos. {No thirst or polyuria.|Passing water twice at night, no change.} {Vision stable, eye screening done this year.|Retinal screening due, reminded.} Feet: {no numbness|occasional tingling in the toes}. {Checks feet weekly.|Partner checks feet.} {Walking the dog daily.|Joined the community garden.|Not exercising.}',
    found:
      'HbA1c [hba1c] mmol/mol ({last time [hba1cBefore]|before that [hba1cBefore]}). BP [bp]. Weight [weight] kg, BMI [bmi]. Foot check: pulses present both sides, monofilament {10/10|9/10|8/10}, skin {intact|dry, intact}, {no deformity|mild hallux valgus}. Foot risk {low|low|moderate}.',
    judged: 'Type 2 diabetes, [sugar]. No new complications.',
    planned:
      '{Metformin to go on.|Metformin as now; stomach settled since taking it with food.} {Statin continued.|Statin taken and tolerated.} {Referred to the structured education course.|Remission programme discussed.} Repeat HbA1c in {three|six} months. {Sick-day rules given.|Sick-day card given.}',
  },
  {
    key: 'asthma',
    code: ['195967001', 'Asthma'],
    name: 'Asthma',
    from: 5,
    part: () => 0.1,
    medicines: ['salbutamol', 'beclometasone'],
    bloods: [],
    reviews: 1,
    title: 'Asthma review',
    asked:
      '{Reliever twice a week.|Reliever most mornings in the cold spell.|Hardly uses the reliever.} {Wakes once a month with cough.|No night waking.} {No attacks since last year.|One course of prednisolone in the winter.} {Uses the preventer every day.|Admits to skipping the preventer when well.} Triggers: {cats and cold air|pollen|exercise|dust}. {Never smoked.|Vapes; advised.} ACT {17|20|22|24}.',
    found:
      'PEF [pef] L/min ({best|usual} [pefBest]). Chest clear. Inhaler technique {good|corrected: slower breath in|checked with spacer}. Sats [sats]%.',
    judged: 'Asthma, {well controlled|partly controlled}.',
    planned:
      'Personal asthma plan {renewed|printed and gone through}. {Preventer daily, said why.|Continue preventer.} Flu vaccine {offered|had}. {Review in a year.|Review in three months.}',
  },
  {
    key: 'copd',
    code: ['13645005', 'Chronic obstructive pulmonary disease'],
    name: 'COPD',
    from: 55,
    part: rising(0.03, 0.1, 55),
    medicines: ['tiotropium', 'salbutamol'],
    bloods: ['haemoglobin'],
    reviews: 2,
    title: 'COPD review',
    asked:
      'MRC {2|3}. {Stops on the hill to the shops.|Manages the flat, slow on stairs.} Sputum {clear|white, a little each morning}. {One exacerbation in a year.|Two courses of rescue treatment this winter.} {Stopped smoking in 2015.|Still five a day, would try again.} CAT {12|16|19}.',
    found:
      'Sats [sats]% on air, RR [rr]. {Quiet breath sounds, scattered wheeze.|Reduced air entry, no crackles.} No oedema. Weight [weight] kg. Technique {good|good after showing}.',
    judged: 'COPD, {stable|moderate, stable}.',
    planned:
      '{Pulmonary rehabilitation: referred.|Pulmonary rehabilitation done in the spring, keeps up the exercises.} Rescue pack {in date|replaced}. {Stop-smoking service referral.|Flu and pneumococcal vaccines up to date.} Review in six months.',
  },
  {
    key: 'hypothyroidism',
    code: ['40930008', 'Hypothyroidism'],
    name: 'Hypothyroidism',
    from: 30,
    part: () => 0.05,
    medicines: ['levothyroxine'],
    bloods: ['tsh'],
    reviews: 1,
    title: 'Thyroid review',
    asked:
      '{Energy fair.|Tired in the afternoons.} {Weight steady.|Weight up 2 kg.} {No palpitations, no tremor.|Feels the cold.} Takes the tablet {before breakfast|with breakfast: advised to wait half an hour}. {No calcium or iron tablets.|Calcium at night, kept apart.}',
    found: 'TSH [tsh] mU/L. Pulse [pulse], regular. BP [bp]. Neck: no goitre. Reflexes normal.',
    judged: 'Hypothyroidism, {adequately replaced|replaced}.',
    planned:
      'Same dose. TSH in {twelve|six} months. {Told of symptoms of too much and too little.|To tell us if planning a pregnancy.}',
  },
  {
    key: 'atrial fibrillation',
    code: ['49436004', 'Atrial fibrillation'],
    name: 'Atrial fibrillation',
    from: 62,
    part: rising(0.04, 0.18, 62),
    medicines: ['apixaban', 'bisoprolol'],
    bloods: ['haemoglobin', 'creatinine', 'egfr'],
    reviews: 2,
    title: 'Anticoagulation review',
    asked:
      '{No palpitations.|Aware of it at night, lasting minutes.} No bleeding, bruising {as usual|a little easier}, stools normal. {No falls.|One trip on the kerb, no head injury.} {Never misses a dose.|Missed the evening dose twice this month.}',
    found:
      'Pulse [pulse], irregularly irregular. BP [bp]. Weight [weight] kg. Creatinine clearance {58|66|74|81} mL/min (Cockcroft-Gault). Hb [haemoglobin].',
    judged: 'Atrial fibrillation, rate controlled. CHA2DS2-VASc {2|3|4}, ORBIT {0|1|2}.',
    planned:
      'Apixaban dose right for age, weight and kidneys. {Alert card carried.|Alert card given again.} Bloods every {six|twelve} months. What to do about a missed dose gone through.',
  },
  {
    key: 'chronic kidney disease',
    code: ['433144002', 'Chronic kidney disease stage 3'],
    name: 'Chronic kidney disease stage 3',
    from: 62,
    part: rising(0.04, 0.2, 62),
    medicines: [],
    bloods: ['egfr', 'creatinine', 'potassium', 'haemoglobin'],
    reviews: 1,
    title: 'Kidney review',
    asked:
      '{Well.|A little more tired.} No swelling, no itch. {No NSAIDs; knows to avoid them.|Had bought ibuprofen: stopped.} Passing urine normally.',
    found: 'BP [bp]. eGFR [egfr] ({steady|within 5 of last year}). ACR {2.4|3.6|1.1}. No oedema. Weight [weight] kg.',
    judged: 'CKD G3a A1, stable.',
    planned:
      'BP target under 140/90. {Sick-day rules again.|Avoid NSAIDs and contrast without a check.} Bloods and ACR in {six|twelve} months.',
  },
  {
    key: 'gout',
    code: ['90560007', 'Gout'],
    name: 'Gout',
    from: 40,
    part: () => 0.03,
    medicines: ['allopurinol'],
    bloods: ['creatinine', 'egfr'],
    reviews: 1,
    title: 'Gout review',
    asked:
      '{No attack for eight months.|One attack in the big toe in the summer.} {Tolerates allopurinol.|Rash never.} {Beer cut down to weekends.|Does not drink.}',
    found:
      'First MTP joint {not tender|slightly thickened}. {No tophi.|Small tophus on the left ear.} Urate {320|345|372} µmol/L. BP [bp].',
    judged: 'Gout, {quiet on treatment|urate near target}.',
    planned:
      'Go on; {target urate below 360|one more step up if above 360 next time}. Colchicine at home for attacks. Urate yearly.',
  },
]
