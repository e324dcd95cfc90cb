/** The rest of a surgery's day: calls, reviews, tests, forms. Each reads as whoever wrote it would write it. */
export interface Errand {
  title: string
  by: 'doctor' | 'nurse' | 'assistant' | 'pharmacist' | 'reception'
  how: 'AMB' | 'VR'
  minutes: number
  ages: readonly [from: number, to: number]
  sex?: 'female'
  /** Only for those with a repeat prescription. */
  onRepeats?: boolean
  weight: number
  /** So many a year at most; 3 unless given. */
  most?: number
  /** Months of the year, both ends included. */
  season?: readonly [from: number, to: number]
  sections: readonly (readonly [heading: string, text: string])[]
  /** Recorded besides: blood pressure and weight. */
  measured?: boolean
}

export const errands: readonly Errand[] = [
  {
    title: 'Medication review',
    most: 2,
    by: 'pharmacist',
    how: 'VR',
    minutes: 15,
    ages: [30, 100],
    onRepeats: true,
    weight: 6,
    sections: [
      [
        'History',
        'Structured medication review by phone, identity checked (name, date of birth, first line of address). On [list]. {Takes them from a weekly box.|Takes them from the packets, no trouble.|Daughter fills the box on Sundays.} {Missed doses are rare.|Forgets the evening ones about once a week.} {No side effects noticed.|Dizzy once on standing, none since.|Dry cough looked for: none.} Over the counter: {nothing|vitamin D|an antacid at times|paracetamol now and then}. Alcohol {4|8|14} units a week.',
      ],
      [
        'Impression',
        '{All indicated, doses right for kidneys and age.|No interactions of note; anticholinergic burden 0.|Monitoring in date.} Last BP [bp]{, weight [weight] kg|}.',
      ],
      [
        'Plan',
        'Repeats lined up to one date, {28|56} days. {Bloods due in [month], form texted.|Bloods in date.} {Agreed to move it all to the morning.|asthmatic?Inhaler technique clip sent.|diabetic?Statin: benefits gone through again, happy to go on.} Next review in {6|12} months.',
      ],
    ],
  },
  {
    title: 'Blood pressure check',
    most: 4,
    by: 'assistant',
    how: 'AMB',
    minutes: 10,
    ages: [35, 100],
    weight: 5,
    measured: true,
    sections: [
      [
        'History',
        '{Came for a routine check.|Sent for a check by the pharmacy.|Invited by text.} {Walked here, rested 5 minutes.|Sat for five minutes first.} {No caffeine this morning.|Coffee an hour ago.} Feels well.',
      ],
      [
        'Examination',
        'Three readings from [hour]:[minute], {left|right} arm, {standard|large} cuff; lowest [bp]. Pulse [pulse], regular. Weight [weight] kg, height [height] cm, BMI [bmi]. Smoking: {never?never|ex?ex-smoker|smoker?smokes ten a day}. Alcohol AUDIT-C {1|2|3|4}.',
      ],
      [
        'Plan',
        '{Within range, repeat in a year.|Home monitor lent for 7 days, sheet given.|Reading passed to the doctor.} Advice on activity and salt. {Understands when to call.|Leaflet given.}',
      ],
    ],
  },
  {
    title: 'Blood test',
    by: 'assistant',
    how: 'AMB',
    minutes: 10,
    ages: [18, 100],
    weight: 6,
    sections: [
      [
        'History',
        'Attended for bloods as requested by [doctor]. {Fasting not needed.|Fasted since last night.} Identity confirmed against the form. {No needle phobia.|Prefers to lie down.} {thinned?On an anticoagulant, pressed for 5 minutes.|plain?Not on anticoagulants.}',
      ],
      [
        'Examination',
        '{Left|Right} antecubital fossa, {first|second} attempt, {21G|butterfly}. {EDTA, SST and fluoride tubes.|EDTA and SST.} Labelled at the chair, [hour]:[minute]. No haematoma.',
      ],
      [
        'Plan',
        'Results in {two|three} working days, by text or app; will be called if anything needs doing. {Knows to keep the dressing on for an hour.|Left well.}',
      ],
    ],
  },
  {
    title: 'Phone call: results',
    by: 'doctor',
    how: 'VR',
    minutes: 8,
    ages: [18, 100],
    weight: 5,
    sections: [
      [
        'History',
        'Called about {last week’s bloods|the recent results}. {Identity checked.|Three identifiers checked.} {Feels well.|Still a bit tired, no worse.} {Had seen them in the app and wondered about the flag.|Glad of the call.} No weight loss, no bleeding, no fevers. Last BP on record [bp].',
      ],
      [
        'Impression',
        '{Nothing that worries me.|Minor change, of no consequence by itself.|Within what is usual for this patient.} {Compared with last year: the same.|Trend over two years flat.}',
      ],
      [
        'Plan',
        '{Repeat in 3 months.|Repeat in 12 months with the annual review.|No need to repeat.} {Vitamin D through the winter.|Advised on diet; handout texted.|Keep up fluids before the next test.} Call if {new symptoms|anything changes}.',
      ],
    ],
  },
  {
    title: 'Repeat prescription query',
    most: 2,
    by: 'reception',
    how: 'VR',
    minutes: 4,
    ages: [18, 100],
    onRepeats: true,
    weight: 4,
    sections: [
      [
        'Presenting complaint',
        '{Rang at [hour]:[minute]|Came to the desk at [hour]:[minute]|Wrote through the app at [hour]:[minute]}: {ran out early, going away on [weekday]|pharmacy says one item is missing|asks for [drug] early because of a holiday|pharmacy has no stock of [drug], asks for advice}.',
      ],
      [
        'Plan',
        '{Passed to the pharmacist as a task, today.|Sent to the duty doctor, same day.|Checked: issued on the [day]th, at the pharmacy now; told the patient.} {Patient will ring the pharmacy after 16:00.|Will be texted when ready.} {No clinical worries said.|Says well otherwise; told to call back if unwell.}',
      ],
    ],
  },
  {
    title: 'Cervical screening',
    most: 1,
    by: 'nurse',
    how: 'AMB',
    minutes: 20,
    ages: [25, 64],
    sex: 'female',
    weight: 2,
    sections: [
      [
        'History',
        'Came for routine screening, last one {three|five} years ago, negative. {fertile?LMP 10 days ago.|fertile?LMP two weeks ago.|} {No bleeding between periods or after sex.|No symptoms.} {fertile?Coil in place since 2022.|fertile?No hormonal contraception.|fertile?On the progestogen-only pill.|menopausal?Periods ended some years ago.} Consent given, chaperone {offered, declined|present}.',
      ],
      [
        'Examination',
        'Cervix seen in full, {looks healthy|small ectropion}. {Threads seen.|} Sample taken, 360 degrees x 5, vial labelled [vial]. {Comfortable throughout.|A little sore, settled at once.}',
      ],
      [
        'Plan',
        'Result by letter in about two weeks. Spotting today is normal. {fertile?Contraception review in the spring.|Nothing else needed.} Next invitation by result.',
      ],
    ],
  },
  {
    title: 'Influenza vaccination',
    most: 1,
    season: [9, 12],
    by: 'nurse',
    how: 'AMB',
    minutes: 5,
    ages: [50, 100],
    weight: 4,
    sections: [
      [
        'History',
        'Seasonal influenza vaccine, {retired?eligible by age|eligible by condition|invited by text}. Well today, no fever. No earlier reaction, {no egg allergy|allergies checked on the record}. {thinned?On an anticoagulant: fine needle, pressed for two minutes.|plain?Not on anticoagulants.}',
      ],
      [
        'Plan',
        'Given IM, {left|right} deltoid, batch [batch], expiry checked. Waited {5|10} minutes, no reaction. {Sore arm and tiredness explained.|Leaflet given.} {Pneumococcal already had.|Shingles vaccine offered next time.|COVID booster booked at the hub.}',
      ],
    ],
  },
  {
    title: 'Fit note',
    most: 2,
    by: 'doctor',
    how: 'VR',
    minutes: 8,
    ages: [18, 66],
    weight: 3,
    sections: [
      [
        'History',
        '{Asks for an extension of the fit note.|Needs a note for the employer from [weekday].} {Improving, about 60% of normal.|Managing half days at home.} {Employer supportive, lighter duties possible.|Occupational health seen last week.} Sleeping {better|poorly}, {pain 3/10|pain 5/10|mood steadier}. No new symptoms.',
      ],
      ['Impression', 'Recovering as expected. {Not fit for full duties yet.|May be fit with adjustments.}'],
      [
        'Plan',
        'MED3 from [date] for {two|three} weeks: {phased return|amended duties, no lifting above 5 kg|not fit for work}. Sent by text. Review before it ends{, or no need if back|}.',
      ],
    ],
  },
  {
    title: 'Dressing and wound check',
    most: 2,
    by: 'nurse',
    how: 'AMB',
    minutes: 15,
    ages: [20, 100],
    weight: 3,
    sections: [
      [
        'History',
        '{Minor surgery ten days ago at the hospital.|Shin graze from the garden gate.|Sutures to come out.} {Kept dry.|Got wet once in the shower.} {No pain.|Sore in the evening, 2/10.} No fever.',
      ],
      [
        'Examination',
        '{2 x 1 cm, granulating, edges flat.|Edges together, 5 sutures.|Clean, sloughless, slight redness at one corner.} No pus, no spreading redness, no smell. {Less than last time.|First time seen here.}',
      ],
      [
        'Plan',
        '{Cleaned with saline, non-adherent dressing and film.|Sutures out, paper strips on.} Change in {3|4|7} days, tray [vial]. Return sooner with redness, pus or fever. Tetanus {in date|checked: complete}.',
      ],
    ],
  },
  {
    title: 'Message to the practice',
    by: 'doctor',
    how: 'VR',
    minutes: 5,
    ages: [16, 80],
    weight: 4,
    sections: [
      [
        'Presenting complaint',
        'Online request, {received [hour]:[minute]|received last night, 2[day2]:[minute]}: "{Still tired all the time and would like blood tests|Could I have a referral for physio, my shoulder is no better|Mole on my back, my partner thinks it has changed|Can I take hay fever tablets with my other medicines|My ankle swells in the evening, should I worry}, {thank you|please advise|no rush}."',
      ],
      [
        'Impression',
        '{Record read, nothing urgent in it.|No red flags in the questionnaire.} Last seen {three weeks|two months|in spring} ago; last BP [bp].',
      ],
      [
        'Plan',
        '{Face-to-face offered on [weekday], accepted.|Bloods form sent: FBC, ferritin, TSH, HbA1c, U&E.|Replied with advice and a link; to write again if no better in 2 weeks.|Photo asked for and received; looks benign; book dermoscopy with me.|Self-referral link sent.}',
      ],
    ],
  },
]
