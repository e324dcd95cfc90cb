-- A session counts as Candour wrote it: a keyed hash over token, account, practice, member, how and until when. Without one
-- (from before, or ended) nobody is let in.
alter table gate.session add column bound bytea;
