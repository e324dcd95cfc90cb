-- What a practice decides about signing in and being in, sealed under its key; the ledger's mark of type Rules (id: the
-- practice, version: the revision) has the hash of the sealed bytes. Practices from before get theirs when Candour starts.
create table candour.rules (
  practice uuid primary key references candour.practice (practice),
  revision int not null,
  changed_at timestamptz not null default clock_timestamp(),
  sealed bytea not null
);
alter table candour.rules enable row level security;
alter table candour.rules force row level security;
create policy practice on candour.rules to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.rules to candour_app;
grant update (revision, changed_at, sealed) on candour.rules to candour_app;
-- The gate reads the mark with the session, and opens nothing by itself.
create policy gate_rules on ledger.mark for select to candour_gate using (type = 'Rules');
