-- Signing in by another organisation's provider: whose account there is linked to whose here counts among the account's
-- factors, bound with them; and how a session was opened says so. The provider itself lies sealed in the practice's rules.

alter table gate.factor drop constraint factor_kind_check;
alter table gate.factor add constraint factor_kind_check check (kind in ('passkey', 'totp', 'recovery', 'provider'));

alter table gate.session drop constraint session_how_check;
alter table gate.session add constraint session_how_check
  check (how in ('password', 'password+totp', 'password+recovery', 'password+passkey', 'passkey', 'recovered',
    'provider', 'provider+totp', 'provider+recovery', 'provider+passkey', 'provider+strong'));

alter table gate.seat drop constraint seat_how_check;
alter table gate.seat add constraint seat_how_check
  check (how in ('password', 'password+totp', 'password+recovery', 'password+passkey', 'passkey',
    'provider', 'provider+totp', 'provider+recovery', 'provider+passkey', 'provider+strong'));

-- With what is new among the verbs of signing in.
drop index ledger.entry_sign_in;
create index entry_sign_in on ledger.entry (practice, number desc)
  where verb in ('session.sign-in', 'session.sign-out', 'session.lock', 'session.end', 'session.end-others',
    'session.switch-practice', 'session.not-me', 'seat.set', 'seat.remove', 'factor.confirm-totp',
    'factor.make-recovery-codes', 'factor.remove', 'factor.start-passkey', 'factor.confirm-passkey',
    'password.change', 'password.reset', 'email.change', 'email.undo', 'recovery.start', 'recovery.finish', 'support.open', 'support.close',
    'provider.finish-link', 'provider.unlink');
