/** Practices, sessions and members of the pretend server. */
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { permissionsOf } from '@candour/contract/permissions.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { ago, hash, id, me, members, session } from './fake-records.ts'
import { found, verb, type Verb } from './fake-verb.ts'
import { Refusal } from './refusal.ts'

const notices = [
  {
    id: id(),
    at: ago(200),
    heading: 'The trial ends in 12 days',
    text: 'After that the practice is read-only: you read, print and take everything out. Nothing is deleted.',
  },
]

const opened = () => ({ ...session, can: permissionsOf(session.member.level) })

export const peopleVerbs: Verb[] = [
  verb(
    practiceRoutes.readAgreement,
    () => ({
      version: '2026-11',
      title: 'Data processing agreement',
      sha256: hash('agreement'),
      sections: ['Who we are to each other', 'What is processed', 'How it is kept', 'When it ends'].map((heading) => ({
        heading,
        paragraphs: [
          'The practice decides why and how records are kept. Candour does what the practice instructs, and nothing else.',
          'Both write down what was done, and show it to each other on request within 72 hours.',
        ],
      })),
    }),
    true,
  ),
  verb(
    practiceRoutes.signUp,
    (input, visit) => {
      Object.assign(session.practice, { kind: input.kind, name: input.name, town: input.town })
      visit.setCookie('candour-fake=1; Path=/; HttpOnly')
      return { practice: session.practice }
    },
    true,
  ),
  verb(
    sessionRoutes.signIn,
    (input, visit) => {
      if (input.password === 'wrong') throw new Refusal('session.sign_in_failed')
      if (input.password === 'pending') throw new Refusal('member.awaiting_approval')
      visit.setCookie('candour-fake=1; Path=/; HttpOnly')
      return opened()
    },
    true,
  ),
  verb(sessionRoutes.read, () => opened()),
  verb(sessionRoutes.switchPractice, () => opened()),
  verb(sessionRoutes.signOut, (_input, visit) => {
    visit.setCookie('candour-fake=0; Path=/; HttpOnly')
    return {}
  }),
  verb(memberRoutes.list, () => ({ members })),
  verb(memberRoutes.invite, ({ name, role, email, level }) => {
    const member = {
      id: id(),
      name,
      role,
      email,
      level,
      state: 'invited' as const,
      since: ago(0),
      lastSignInAt: null,
      can: ['withdraw' as const],
    }
    members.push(member)
    return { member, link: `http://localhost:3000/invitation#${id()}`, expiresAt: ago(-7 * 24 * 60) }
  }),
  verb(memberRoutes.approve, (input) => {
    const member = found(
      members.find((each) => each.id === input.id),
      'member.not_found',
    )
    return Object.assign(member, { state: 'approved' as const, can: ['changeLevel' as const] })
  }),
  verb(memberRoutes.changeLevel, (input) => {
    const member = found(
      members.find((each) => each.id === input.id),
      'member.not_found',
    )
    if (member.id === me.member) throw new Refusal('member.last_administrator')
    return Object.assign(member, { level: input.level })
  }),
  verb(memberRoutes.withdraw, (input) => {
    members.splice(
      members.findIndex((each) => each.id === input.id),
      1,
    )
    return {}
  }),
  verb(
    memberRoutes.readInvitation,
    () => ({
      practice: 'Tallow Lane Dental',
      town: 'Bristol',
      name: 'Morwenna Sallow',
      role: 'Hygienist',
      email: 'morwenna@example.org',
      expiresAt: ago(-7 * 24 * 60),
      hasAccount: false,
    }),
    true,
  ),
  verb(memberRoutes.acceptInvitation, () => ({ practice: 'Tallow Lane Dental' }), true),
  verb(noticeRoutes.list, () => ({ notices })),
  verb(noticeRoutes.dismiss, (input) => {
    notices.splice(
      notices.findIndex((notice) => notice.id === input.id),
      1,
    )
    return {}
  }),
]
