import type { Scene } from '../scene.ts'

const dentist = /dentist/i
const hygienist = /hygienist/i

/** What a practice writes. Teeth are named by FDI (ISO 3950); `[tooth]`, `[surface]`, `[bpe]`, `[chart]` come from the mouth. */
export const examination: Scene = {
  title: 'Examination',
  by: dentist,
  how: 'AMB',
  minutes: 20,
  sections: [
    [
      'Complaint',
      '{No concerns, here for the check-up.|Routine examination, nothing hurts.|Sensitive to cold on the {left|right} now and then.|Gums bleed on brushing.|Food packs between the back teeth.}',
    ],
    [
      'History',
      'Medical history gone through and signed: [medical]. {never?Non-smoker.|ex?Ex-smoker, stopped 2018.|smoker?Smokes 5 a day, advised.} {Brushes twice a day, electric.|Brushes twice a day, manual.|Brushes once a day.} {Interdental brushes most days.|Floss now and then.|No interdental cleaning.} Sugar: {low|sweet tea three times a day|fizzy drinks at weekends|snacks at the desk}. {Last visit six months ago.|Last visit a year ago.}',
    ],
    [
      'Examination',
      'EO: TMJ and nodes normal, no asymmetry. IO: soft tissues {healthy|healthy, linea alba|healthy, geographic tongue as before}; tongue, floor of mouth, palate checked.\nBPE [bpe].\nCharting: [chart].\n[found]\n{Plaque light.|Plaque moderate, lower lingual calculus.|Calculus lower incisors.} Tooth wear {BEWE 4|BEWE 6|BEWE 8}. {Occlusion stable.|Wear facets, guard worn at night.}',
    ],
    [
      'Diagnosis and plan',
      '[plan] Risk: caries {low|medium|medium}, perio {low|medium}, oral cancer {low|low|medium}. {OHI shown with a mirror.|OHI: single-tufted brush behind the last molars.} {High-fluoride toothpaste 2,800 ppm.|Fluoride toothpaste 1,450 ppm, spit and do not rinse.} Recall {6|9|12} months (NICE). Consent: options, risks and costs gone through; treatment plan given.',
    ],
  ],
}

export const radiographs: Scene = {
  title: 'Radiographs: bitewings',
  by: dentist,
  how: 'AMB',
  minutes: 5,
  sections: [
    [
      'Examination',
      'Right and left bitewings, {last ones two years ago|last ones 18 months ago}; justified by caries risk. Grade {A|A|N}: {diagnostically acceptable|all contacts open}. Exposure {0.16|0.20} s at 65 kV, dose logged under [batch].\nReport: [report] Bone levels {within 2 mm of the CEJ|1 to 2 mm below the CEJ, even|mild horizontal loss, under 15%}. {No calculus seen.|Subgingival spur at 46 distal.} No other findings.',
    ],
    [
      'Diagnosis and plan',
      '[plan] {Next bitewings in 24 months.|Next bitewings in 12 months.} Images shown to the patient.',
    ],
  ],
}

export const filling: Scene = {
  title: 'Filling',
  by: /dentist|therapist/i,
  how: 'AMB',
  minutes: 30,
  reason: ['80967001', 'Dental caries'],
  sections: [
    [
      'Complaint',
      '{Here for the filling at [tooth].|[tooth] as planned, no pain since.|[tooth]: a little sensitive to sweet since the check-up.}',
    ],
    [
      'Examination',
      'MH checked, no change. [tooth] [surface] caries, {into dentine, not near the pulp|middle third of dentine}. Sensibility {normal|positive to cold}. Not tender to percussion.',
    ],
    [
      'Diagnosis and plan',
      'LA: {2.2 ml articaine 4% with 1:100,000 adrenaline, buccal infiltration|lower?2.2 ml lidocaine 2% with 1:80,000 adrenaline, IDB and long buccal|upper?1.8 ml lidocaine 2% with 1:80,000 adrenaline, buccal and palatal}, aspirated, batch [batch]. {Rubber dam.|Cotton wool and saliva ejector, dam declined.} Caries removed, {selective at the floor|margins sound}. {Etch, bond, composite A2 in increments, sectional matrix|Etch, bond, bulk-fill and composite A3|Glass ionomer base, composite A2}. Occlusion checked, polished. Numbness and biting warned. {Review at the next check-up.|To ring if sensitive beyond two weeks.}',
    ],
  ],
}

export const hygiene: Scene = {
  title: 'Hygiene visit',
  by: hygienist,
  how: 'AMB',
  minutes: 30,
  reason: ['66383009', 'Gingivitis'],
  sections: [
    [
      'Complaint',
      '{Gums bleed less than before.|Bleeding on the lower left.|No complaints.} {Uses the brushes shown last time.|Stopped the interdental brushes, too fiddly.}',
    ],
    [
      'Examination',
      'BPE [bpe]. Plaque score [plaque]%, bleeding [bleeding]% ({last time|before} [plaqueBefore]% and [bleedingBefore]%). {Calculus lower lingual and upper buccal molars.|Calculus lower 3-3.} {No pockets over 3 mm.|Pockets 4 mm at 16 d, 26 m, 46 d.} No mobility.',
    ],
    [
      'Diagnosis and plan',
      '{Full mouth PMPR, ultrasonic and hand.|Supra- and subgingival PMPR, four quadrants.} {No LA needed.|Topical at the 4 mm sites.} OHI: {TePe yellow between molars, pink in front|angle to the gum, two minutes}; shown and tried. {Stain polished away.|} {smoker?Smoking: very brief advice, leaflet.|Diet sheet taken home.|} Next in {3|4|6} months.',
    ],
  ],
}

export const toothache: Scene = {
  title: 'Emergency: toothache',
  by: dentist,
  how: 'AMB',
  minutes: 20,
  reason: ['32620007', 'Pulpitis'],
  sections: [
    [
      'Complaint',
      'Pain {upper?in the upper jaw|lower?in the lower jaw}, points to [tooth], for {2|3|5} days. {Kept awake last night.|Comes with hot drinks and stays for minutes.|Throbs by itself.} Score [pain]/10.',
    ],
    [
      'History',
      '{Filling there years ago.|Bit on a nut last week.|Crown came loose in the spring.} {Ibuprofen and paracetamol help for three hours.|Paracetamol alone, not enough.} MH: [medical]. No swelling, no fever, swallowing normal.',
    ],
    [
      'Examination',
      'EO: no swelling, nodes normal. [tooth]: {large restoration, leaking margin|distal caries}, {lingers to cold|exaggerated to cold}, {slightly|not} tender to percussion, mobility 0, probing within 3 mm. PA taken, grade A: {caries near the pulp, ligament normal|slight widening at the apex}.',
    ],
    [
      'Diagnosis and plan',
      'Irreversible pulpitis [tooth]. Options: root canal treatment and crown, extraction, nothing; risks and costs of each. {Chose to keep the tooth.|Would like to think it over; dressed today.} LA, access, pulp extirpated, {three|four} canals, hypochlorite, Ledermix and temporary. Analgesia: ibuprofen 400 mg and paracetamol 1 g by turns, if there is nothing against it. No antibiotic: no spreading infection. RCT booked on [weekday].',
    ],
  ],
}

export const rootCanal: Scene = {
  title: 'Root canal treatment',
  by: dentist,
  how: 'AMB',
  minutes: 60,
  sections: [
    ['Complaint', '[tooth] comfortable since the dressing. {Dressing in place.|A little tender on biting.}'],
    [
      'Diagnosis and plan',
      'LA 2.2 ml articaine 4%. Dam. Canals: {upper?MB 19.5 mm, DB 18.5 mm, P 21 mm|upper?MB 20 mm, DB 19 mm, P 22 mm|lower?MB 20 mm, ML 19.5 mm, D 21 mm|lower?MB 19 mm, ML 19 mm, D 20.5 mm} by apex locator and PA. Rotary to {25/.06|30/.04}, 3% hypochlorite 20 ml, EDTA, dried. Obturated with gutta-percha and sealer, {warm vertical|single cone, bioceramic}. PA after: {0.5 mm|1 mm} short, dense, no voids. {Composite core.|Amalgam core.} Crown advised within a month; may be tender for some days. Files disposed of.',
    ],
  ],
}

export const recall: Scene = {
  title: 'Recall and booking',
  by: /Receptionist/,
  how: 'VR',
  minutes: 3,
  sections: [
    [
      'Complaint',
      '{Rang to move the appointment, works shifts.|Answered the recall text, booked for [weekday].|Asked the price of a crown at [hour]:[minute]; estimate [batch] emailed.|Cancelled with 24 hours’ notice, cold; rebooked.|Asked whether the tooth may be sensitive after the filling; told what to look out for, dentist informed.}',
    ],
    [
      'Diagnosis and plan',
      '{New time agreed, [hour]:[minute] on [weekday].|Text with the time sent at [hour]:[minute].} {Medical history form sent to the phone.|Address and phone number checked.} {Exempt, card seen.|Pays privately.|NHS band explained.}',
    ],
  ],
}
