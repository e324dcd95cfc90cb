/** How a breach is handled, as it is published (P50): the page before signing in, and `docs/incidents.md`, are made from this. */
export const breachProcess = {
  /** From when this holds, YYYY-MM-DD. Whoever changes a word below changes it. */
  date: '2026-11-22',
  lead: 'What happens when personal data were seen, sent, altered or lost that should not have been; by whom, and by when. It follows UK GDPR articles 33 and 34 and the guidance of the Information Commissioner’s Office (ICO).',
  sections: [
    {
      heading: 'A case is opened',
      lines: [
        'By hand, by anybody who handles incidents: what happened, when, and when it was first known.',
        'From an alert, when what was unusual turns out to be more; and from an alarm, when Candour finds that something was altered outside it. Candour proposes the case, a person opens it: a machine does not decide that a practice is aware of a breach.',
        'By whoever runs Candour, as soon as they know of a breach on their side. They are the processor, and tell the practice without undue delay; when they knew and when they told is kept in the case.',
      ],
    },
    {
      heading: 'The clocks run',
      lines: [
        '72 hours to tell the ICO, from when the practice was aware. They run through nights, weekends and bank holidays, and are counted in hours: a change of the clock makes them no longer.',
        'The people concerned are told without undue delay where the risk to them is high. A processor tells its controller without undue delay.',
        'Those who handle incidents are reminded when 24 hours are left, when 6 are, and when the time is over. A clock stops when it is recorded that somebody was told: when, how, by whom, with which reference. Later than 72 hours, the reasons are asked for and kept.',
      ],
    },
    {
      heading: 'What it means is found out',
      lines: [
        'Tasks by the kind of incident: contain it, keep the traces, find out what it means, tell who has to be told, mend it, learn from it. Each has an owner and a time.',
        'How many people and records it concerns is counted from the ledger where it can be, and marked as counted; anything else is marked as an estimate.',
      ],
    },
    {
      heading: 'It is decided who is told',
      lines: [
        'How high the risk to people is, is decided by a person, with a reason. That nobody need be told counts once a second person agrees; until then the clock goes on. Where nobody else is there to agree, the case says so.',
        'Nobody handles a case about themselves, as long as there is somebody else.',
      ],
    },
    {
      heading: 'They are told',
      lines: [
        'Drafts for the ICO, for the people concerned and for a controller are filled from what is known; what is missing is named. What is not known yet can follow later.',
        'Candour sends none of them by itself. A person hands them over, and records it.',
      ],
    },
    {
      heading: 'Everything is kept',
      lines: [
        'Every breach is documented, whatever was decided. What was said before stays beside what is said now; nothing is deleted, and a closed case can be opened again.',
        'Cases are sealed like records. Every act in one is an entry of the practice’s ledger, and a case that was altered outside Candour is named.',
        'For the regulator a case is taken out as one file: to read and print, and for programs, with its decisions, notices and the entries of the ledger that it rests on, without names of patients. Why it was taken out is kept.',
      ],
    },
  ],
} as const
