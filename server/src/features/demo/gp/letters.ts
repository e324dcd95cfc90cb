/** Letters from the hospital; the first stands for every condition that has none of its own. */
export const letters: readonly { key: string; title: string; paragraphs: readonly string[] }[] = [
  {
    key: 'any',
    title: 'General medicine clinic letter',
    paragraphs: [
      'Thank you for referring [name], whom I saw in clinic {today|this morning|this week}.',
      'The symptoms you describe have {largely settled|not changed much}. Examination was {unremarkable|as you found it}, and the tests that you had arranged were a great help.',
      '{I have made no change to the treatment.|I suggest going on as you are.} I have not arranged to meet again, and would be glad to if anything new comes up.',
    ],
  },
  {
    key: 'atrial fibrillation',
    title: 'Cardiology clinic letter',
    paragraphs: [
      'Diagnosis: atrial fibrillation, {permanent|paroxysmal}. Left ventricle of normal size and function on the echocardiogram.',
      'I reviewed [name] in clinic. There has been {no syncope|no chest pain} and exercise tolerance is {a mile on the flat|two flights of stairs}. The pulse was irregular at {72|76|80} a minute.',
      'Please {go on with apixaban and bisoprolol|continue anticoagulation for life}. Kidney function should be checked {twice a year|each year}. I have discharged [name] to your care.',
    ],
  },
  {
    key: 'diabetes',
    title: 'Diabetic eye screening result',
    paragraphs: [
      'Result for [name]: right eye {R0 M0|R1 M0}, left eye {R0 M0|R1 M0}.',
      '{No retinopathy was found.|Slight background changes were found, which need no treatment.} Both images were of good quality.',
      'The next screening is in {12|24} months. Good control of blood glucose and blood pressure remains the best protection.',
    ],
  },
  {
    key: 'copd',
    title: 'Respiratory clinic letter',
    paragraphs: [
      'Diagnosis: chronic obstructive pulmonary disease, {moderate|moderate to severe}. FEV1 {54|61|66}% of predicted.',
      'I saw [name] with our respiratory nurse. Breathlessness is MRC grade {2|3}. {No admission in the last year.|One admission in the winter.}',
      'We went through inhaler technique and the self-management plan. Please refer for pulmonary rehabilitation {if not yet done|again next year}. Flu, COVID-19 and pneumococcal vaccines are advised.',
    ],
  },
]
