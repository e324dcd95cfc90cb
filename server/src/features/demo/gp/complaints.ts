import type { Code } from '../codes.ts'
import type { MedicineName } from './medicines.ts'

/**
 * What people come with. In the texts `{a|b}` is a choice and `[word]` comes from the patient and the findings.
 * `medicine` is what is prescribed; where there is one, `[drug]` names it as given.
 */
export interface Complaint {
  title: string
  code: Code
  ages: readonly [from: number, to: number]
  sex?: 'female' | 'male'
  weight: number
  /** Whether pulse, temperature and saturation are taken and recorded. */
  febrile?: boolean
  /** Days after which it is over. */
  lasts: number
  complaint: string
  history: string
  examination: string
  impression: string
  plan: string
  medicine?: MedicineName
  /** The part of those who are given it. */
  given?: number
  photo?: boolean
}

export const complaints: readonly Complaint[] = [
  {
    title: 'Sore throat',
    code: ['17741008', 'Acute tonsillitis'],
    ages: [4, 45],
    weight: 6,
    febrile: true,
    lasts: 8,
    complaint: 'Sore throat for {2|3|4|5} days[brought].',
    history:
      '{Pain on swallowing, worse at night.|Painful to swallow, managing fluids but little food.} {Fever at home to [fever].|Felt hot and shivery, temperature not measured.} {No cough or cold.|Slight runny nose, no cough.} {No earache.|Some referred earache on the left.} {Household contacts well.|A sibling had the same last week.|Colleagues off with it.} {Using paracetamol and ibuprofen with some effect.|Salt-water gargles and lozenges so far.}',
    examination:
      '[vitals] Alert, well hydrated, no drooling, no trismus. Tonsils {enlarged and red with exudate on both sides|inflamed, exudate on the right|red, no exudate}. {Tender anterior cervical nodes.|Small shotty nodes, not tender.} Ears and chest clear. No rash.',
    impression:
      'Acute tonsillitis. FeverPAIN {2|3|4}, Centor {2|3}. {No sign of quinsy.|Not septic; no features of quinsy or glandular fever.}',
    plan: '{Explained that most settle within a week.|Discussed the natural course.} [treatment] Analgesia and fluids. {Return if unable to swallow fluids, breathing is difficult or no better in a week.|Safety-netted: drooling, one-sided swelling, stiff neck need same-day review or 111.}',
    medicine: 'phenoxymethylpenicillin',
    given: 0.5,
  },
  {
    title: 'Cough and cold',
    code: ['54150009', 'Upper respiratory infection'],
    ages: [1, 95],
    weight: 9,
    febrile: true,
    lasts: 14,
    complaint: '{Cough|Cough and blocked nose|Cold that will not shift} for {4|5|7|9|10} days[brought].',
    history:
      '{Dry cough, worse lying down.|Cough with a little clear sputum.} {Coryzal at the start, now mostly cough.|Runny nose and sneezing still.} No haemoptysis, no pleuritic pain. {Eating and drinking normally.|Appetite down a little, fluids fine.} {Sleep is broken by it.|Sleeping well.} {never?Never smoked.|ex?Ex-smoker.|smoker?Smokes, advised.} {working?Off work for two days.|Carrying on as usual.}',
    examination:
      '[vitals] Speaks in full sentences, no recession. Throat {mildly red|normal}. Ears {normal|dull but not red}. Chest: good air entry, {clear throughout|transmitted upper-airway sounds, clear on coughing}, no wheeze, no crackles.',
    impression:
      'Viral upper respiratory tract infection. {No features of pneumonia.|Clinically not a chest infection.}',
    plan: 'No antibiotic needed, and said why; cough can last three weeks. {Honey and fluids, paracetamol if uncomfortable.|Rest, fluids, simple analgesia.} {To come back if breathless, coughing blood, or no better after three weeks.|Safety net: breathlessness, chest pain, drowsy, not drinking.} {working?Self-certificate for work explained.|}',
  },
  {
    title: 'Chest infection',
    code: ['50417007', 'Lower respiratory tract infection'],
    ages: [35, 95],
    weight: 4,
    febrile: true,
    lasts: 18,
    complaint:
      'Productive cough for {5|6|8} days, {more tired|more short of breath on the stairs} since {yesterday|the weekend}.',
    history:
      '{Green|Yellow-green|Rusty at first, now green} sputum. {Fever on two nights.|Hot and cold, no rigors.} {Mild ache on the right when coughing.|No chest pain.} Not coughing blood. {Managing at home, partner there.|Neighbour shops.} {No recent travel.|Back from a coach trip last week.}',
    examination:
      '[vitals] {Looks tired, not distressed.|Comfortable at rest.} CRB-65 {0|1}. Coarse crackles at the {right|left} base, percussion {normal|slightly dull}. Calves soft, no oedema.',
    impression: 'Lower respiratory tract infection, {suitable for treatment at home|low risk by CRB-65}.',
    plan: '[treatment] {Sputum sent.|No sputum needed.} Fluids, paracetamol. {Phone review in 48 hours booked.|Call back on [weekday].} {If breathless at rest, confused or blue: 999.|Admit if sats fall below 92% or unable to drink.} {smoker?Chest X-ray in six weeks: smoker.|}',
    medicine: 'amoxicillin',
    given: 0.9,
  },
  {
    title: 'Urinary symptoms',
    code: ['68566005', 'Urinary tract infectious disease'],
    ages: [17, 95],
    sex: 'female',
    weight: 5,
    febrile: true,
    lasts: 6,
    complaint:
      '{Burning on passing urine|Dysuria and frequency|Needing to go every half hour, stinging} for {2|3|4} days.',
    history:
      '{Urgency, up three times last night.|Frequency and a cloudy smell.} {No blood seen.|A trace of pink on wiping yesterday.} No loin pain, no rigors, no vomiting. {No vaginal discharge.|No discharge or itch.} {Last one two years ago.|Second this year; the first settled with three days of treatment.|First episode.} {fertile?Not pregnant, LMP two weeks ago.|menopausal?Postmenopausal.|fertile?No chance of pregnancy.}',
    examination:
      '[vitals] Abdomen soft, {mild suprapubic tenderness|not tender}, no loin tenderness. Dip: leucocytes {++|+++}, nitrites {positive|positive|negative}, blood {trace|+|negative}.',
    impression: 'Lower urinary tract infection, uncomplicated.',
    plan: '[treatment] {MSU sent.|MSU not sent: first uncomplicated episode.} Fluids, analgesia. {Return with fever, loin pain or vomiting; otherwise if not clear in 48 hours.|Safety-netted for pyelonephritis.} {Self-care and prevention leaflet texted.|}',
    medicine: 'nitrofurantoin',
    given: 1,
  },
  {
    title: 'Low back pain',
    code: ['279039007', 'Low back pain'],
    ages: [18, 90],
    weight: 6,
    lasts: 40,
    complaint:
      'Low back pain for {5 days|10 days|3 weeks}, {since lifting a box|since gardening|since a long drive|no clear cause}.',
    history:
      '{Across the lower back, into the left buttock.|Right-sided, not below the knee.} {Stiff in the morning for ten minutes.|Worse sitting, eases on walking.} Power and feeling normal. Bladder, bowels and saddle sensation normal. No weight loss, fever or night pain, no history of cancer. {working?Works in a warehouse.|working?Desk job, mostly from home.|retired?Retired, active.|retired?Cares for a spouse, some lifting.|working?Carer for a parent, lifting daily.} {Worried it is a slipped disc.|working?Hopes to be back at work on Monday.|retired?Hopes to be back in the garden.}',
    examination:
      'Walks {stiffly|normally}. {Reduced flexion, fingertips to mid-shin.|Full range, sore at the end.} Paraspinal tenderness {L4/5|on the right}, no midline bony tenderness. SLR {80 both sides|60 on the left, back pain only}. Power 5/5, reflexes equal, sensation normal.',
    impression: 'Mechanical low back pain. No red flags. {STarT Back low risk.|STarT Back medium risk.}',
    plan: 'Reassured; stay active, avoid bed rest. [treatment] {Self-referral to physiotherapy, link sent.|Exercises shown and leaflet sent.} {working?Fit note for one week: amended duties, no lifting.|working?No fit note needed.} Cauda equina warning given. Review if not settling in {four|six} weeks.',
    medicine: 'naproxen',
    given: 0.55,
  },
  {
    title: 'Earache',
    code: ['65363002', 'Otitis media'],
    ages: [0, 12],
    weight: 5,
    febrile: true,
    lasts: 7,
    complaint:
      '{Pulling at the left ear|Right earache|Crying with earache} since {yesterday|last night|two days ago}[brought].',
    history:
      '{Cold for the last few days.|Runny nose and cough this week.} {Fever [fever] at home.|Hot to touch.} {Drinking well, wet nappies or toilet as usual.|Eating less, drinking normally.} No vomiting, no rash, no discharge. {First ear infection.|Third in a year.} {Nursery: several have it.|No contacts known.} Immunisations up to date.',
    examination:
      '[vitals] {Alert, playing with the toys.|Grizzly but consolable.} {Left|Right} drum red and bulging, {no perforation|landmarks lost}; other ear {pink|normal}. Mastoids normal. Throat red. Chest clear, cap refill under 2 s, no rash, no neck stiffness.',
    impression: 'Acute otitis media. {Traffic light: green.|Green on NICE traffic lights.}',
    plan: 'Explained that most settle within three days without antibiotics. [treatment] Regular paracetamol or ibuprofen by weight. {Safety net: drowsy, stiff neck, swelling behind the ear, not drinking.|Parent will return if discharge, no better in 3 days, or worse at any time.}',
    medicine: 'amoxicillin',
    given: 0.25,
  },
  {
    title: 'Itchy rash',
    code: ['43116000', 'Eczema'],
    ages: [0, 70],
    weight: 5,
    lasts: 45,
    photo: true,
    complaint:
      '{Itchy rash|Flare of dry, itchy skin|Red patches that itch} {in the elbow creases|on the hands|behind the knees|on the neck and arms} for {1|2|3} weeks[brought].',
    history:
      '{Worse with the heating on.|New washing powder last month.|Worse after swimming.|Hand sanitiser at work.} {Scratching at night.|Sleep is not disturbed.} {Hay fever in the family.|Had eczema as a child.|No atopy known.} {Tried a shop-bought cream, little effect.|Nothing tried yet.} No new medicines, no fever.',
    examination:
      '{Dry, erythematous patches with excoriation, lichenified in places.|Ill-defined erythema and scale, a few fissures.} {About 2% of body surface.|Both sides, symmetrical.} No weeping, no crusting, no vesicles. {Nails normal.|No burrows.} {Photo taken with consent.|}',
    impression: 'Eczema, {mild to moderate flare|mild flare}, not infected. {Scabies and tinea unlikely.|}',
    plan: '[treatment] Emollient as soap substitute; avoid triggers; {fingertip units explained|how much to use was shown}. Fire warning with paraffin creams given. Review in {two|four} weeks if not clear, sooner if weeping or feverish.',
    medicine: 'hydrocortisone',
    given: 0.8,
  },
  {
    title: 'Low mood',
    code: ['35489007', 'Depressive disorder'],
    ages: [18, 75],
    weight: 4,
    lasts: 200,
    complaint: 'Low mood for {two|three|four} months, {crying most days|no energy|finding work hard}.',
    history:
      '{Began after a separation.|retired?Husband or wife of many years died in the spring.|working?Father died in the spring.|working?Job at risk since the summer.|No clear trigger; similar episode years ago.} Sleep {broken from 3 am|poor, hard to get off}. Appetite {down|up, comfort eating}. {Little interest in seeing friends.|Still enjoys the children, little else.} {Alcohol 12 units a week.|Does not drink.|A bottle of wine most weekends.} No plans or intent to harm self; fleeting thoughts that life is pointless; protective: {children|partner|faith and family}. No psychosis, no mania.',
    examination:
      '{Good eye contact, tearful at times.|Well kempt, flat, slow to answer.} Speech normal. {Insight good.|Wants help.} PHQ-9 [phq9].',
    impression: 'Depressive episode, {mild to moderate|moderate}. Risk to self assessed as low today.',
    plan: '{Talking therapies: self-referral link sent.|Referred to talking therapies.} [treatment] {working?Fit note for two weeks.|working?Phased return talked over with employer.|Behavioural activation: a walk each day, a friend each week.} Crisis line, Samaritans and 111 option 2 given. Review in two weeks, same clinician if possible.',
    medicine: 'sertraline',
    given: 0.5,
  },
  {
    title: 'Heartburn',
    code: ['235595009', 'Gastroesophageal reflux disease'],
    ages: [25, 80],
    weight: 4,
    lasts: 60,
    complaint:
      '{Heartburn|Burning behind the breastbone|Acid taste in the mouth} {most evenings|after meals|at night} for {4|6|8} weeks.',
    history:
      'Worse {after spicy food|lying down|with coffee and wine}. {Antacids help for an hour.|Bought some alginate, partly helps.} No dysphagia, vomiting, weight loss, melaena. {Takes ibuprofen most days for a knee.|No NSAIDs.} {smoker?Smokes ten a day.|never?Non-smoker.|ex?Stopped smoking years ago.} {Weight up 5 kg this year.|Weight steady.}',
    examination:
      'Looks well. Abdomen soft, {mild epigastric tenderness|not tender}, no mass. BP [bp]. Conjunctivae pink.',
    impression: 'Gastro-oesophageal reflux. No alarm features at age [age].',
    plan: '[treatment] {Raise the head of the bed, smaller and earlier evening meals.|Advice on weight, alcohol, late meals.} {Stop the ibuprofen; use paracetamol.|} H. pylori stool test if not better off treatment. 2WW criteria explained.',
    medicine: 'omeprazole',
    given: 0.85,
  },
  {
    title: 'Headaches',
    code: ['37796009', 'Migraine'],
    ages: [16, 60],
    weight: 4,
    lasts: 90,
    complaint:
      '{Headaches twice a month|Three bad headaches since the last visit|Worsening migraine} for {3|6} months.',
    history:
      '{One-sided, throbbing, with nausea and dislike of light.|Behind the right eye, lasts a day, has to lie down.} {Zigzag lights for 20 minutes before.|No aura.} {fertile?Worse around periods.|Worse with missed meals and screens.} Paracetamol {on 4 days a month|does nothing}. No thunderclap onset, not worse on lying or coughing, no fever, no weakness, no seizures. {fertile?No hormonal contraception.|}',
    examination:
      'BP [bp]. Fundi normal, discs sharp. Cranial nerves, power, gait, coordination normal. No neck stiffness, temporal arteries {normal|not tender}.',
    impression: 'Migraine {without|with} aura. No red flags.',
    plan: '[treatment] Headache diary. {No more than two days of analgesia a week.|Risk of medication overuse explained.} {Talked over preventers; not yet.|Propranolol discussed if 4 or more a month.} Review in eight weeks.',
    medicine: 'sumatriptan',
    given: 0.8,
  },
  {
    title: 'Knee pain',
    code: ['239873007', 'Osteoarthritis of knee'],
    ages: [48, 92],
    weight: 5,
    lasts: 300,
    complaint: '{Right|Left} knee pain for {6 months|a year|some time}, worse {on stairs|after a walk} lately.',
    history:
      '{Stiff for ten minutes in the morning.|Stiff after sitting.} {Walks half a mile before it hurts.|Manages the shops, then rests.} No locking, {gives way at times|does not give way}. {Played football for years.|Meniscus trimmed long ago.|No injury.} {Paracetamol helps a little.|Gel from the chemist helps.} {Worried about needing a new knee.|Would like to get back to the allotment.}',
    examination:
      '{Antalgic gait.|Gait normal.} {Small|No} effusion. Crepitus, flexion to {110|120|125}. Joint line tender {medially|on both sides}. Ligaments stable. Hip moves freely. Weight [weight] kg.',
    impression: 'Osteoarthritis of the knee, clinical diagnosis; imaging would not change what we do.',
    plan: 'Strengthening exercises, {group class offered|leaflet and video link sent}. {Weight loss of 5 kg would help most.|Supportive shoes, stick in the other hand.} [treatment] Physiotherapy referral. Review in three months; injection or orthopaedic opinion if it limits sleep or walking.',
    medicine: 'paracetamol',
    given: 0.5,
  },
  {
    title: 'Red eye',
    code: ['9826008', 'Conjunctivitis'],
    ages: [1, 80],
    weight: 3,
    lasts: 7,
    complaint: '{Sticky|Red, gritty} {right eye|left eye|eyes} for {2|3} days[brought].',
    history:
      '{Lids stuck together in the morning.|Watery, then sticky.} Vision normal once wiped. No pain, no dislike of light. {No contact lenses.|Wears lenses, left them out since.} {Cold last week.|Brother had it.|No contacts.} No injury, no metalwork.',
    examination:
      'Acuity {6/6 both|6/9 and 6/6, as before}. Conjunctiva {diffusely injected|pink}, {yellow|clear} discharge. Cornea clear, no staining. Pupils equal and reactive. Lids {slightly swollen|normal}.',
    impression: '{Infective conjunctivitis, likely viral.|Conjunctivitis, likely bacterial.}',
    plan: 'Clean with cooled boiled water, own towel. {No need to stay off school or nursery.|Lenses out until 24 hours after it settles.} [treatment] Return the same day with pain, light sensitivity or loss of vision.',
    medicine: 'chloramphenicol',
    given: 0.4,
  },
  {
    title: 'Red, hot leg',
    code: ['128045006', 'Cellulitis'],
    ages: [30, 95],
    weight: 3,
    febrile: true,
    lasts: 16,
    photo: true,
    complaint: '{Right|Left} lower leg red, hot and sore for {2|3} days.',
    history:
      '{Scratched by a bramble.|Insect bite last week.|Athlete’s foot for months.|No injury recalled.} {Spread by a hand’s breadth since yesterday.|Edge about the same as yesterday.} {Felt shivery once.|Well in self.} No long journey, no previous clot. {diabetic?Diabetes: sugars as usual.|other?No diabetes known.}',
    examination:
      '[vitals] Erythema {12 x 8|15 x 10|9 x 6} cm over the shin, warm, edge {marked with pen|photographed}. {Small graze.|Toe web maceration.} No blistering, no crepitus. Calf soft, Wells {0|1}. Pulses present.',
    impression: 'Cellulitis, Eron class I.',
    plan: '[treatment] Elevate, analgesia, fluids. {Treat the tinea.|Emollient once healed.} Recheck in 48 hours; {999 or same day if spreading fast, confused or vomiting|same-day call if spreading past the line}.',
    medicine: 'flucloxacillin',
    given: 1,
  },
  {
    title: 'Hay fever',
    code: ['367498001', 'Seasonal allergic rhinitis'],
    ages: [12, 65],
    weight: 3,
    lasts: 70,
    complaint:
      '{Sneezing and itchy eyes|Blocked nose and streaming eyes} since {the grass came up|the weather turned}[brought].',
    history:
      '{Every year from May.|Worse than last year.} {Loratadine from the supermarket partly helps.|Nothing tried.} {Sleep disturbed.|working?Hard to concentrate at work.|Out in the garden a lot.} No wheeze, {other?no asthma|asthmatic?asthma well controlled}. No facial pain.',
    examination:
      '{Allergic shiners, pale turbinates.|Nasal mucosa swollen and pale.} Conjunctivae {injected|mildly red}. Chest clear{, PEF [pef]|}.',
    impression: 'Seasonal allergic rhinitis, {moderate|mild}.',
    plan: '[treatment] {Nasal steroid daily from April next year, technique shown.|Shower after being outdoors, wrap-around glasses, pollen count.} Most can be bought; pharmacist can advise. Review if wheezy.',
    medicine: 'cetirizine',
    given: 0.6,
  },
]
