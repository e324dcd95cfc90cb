-- Who owns what together is marked as records are (decision 0014), members too; what a transfer refused gets a key that ends.

alter table candour.share no force row level security;
alter table ledger.mark no force row level security;
-- Type Share: id is the compartment that is owned, version counts its owners, compartment is the owner.
insert into ledger.mark (practice, type, id, version, compartment, hash)
select practice, 'Share', compartment, row_number() over (partition by practice, compartment order by owner), owner, sha256(wrapped)
from candour.share;
alter table candour.share force row level security;
alter table ledger.mark force row level security;

-- What is known of a compartment when it is opened. `handed_over`: its owners hold its key, so that a wrapping by the
-- practice's is an old one brought back. `deleted`: it is that of a patient who was deleted.
create view candour.compartment_opened with (security_invoker = true) as
select practice, compartment, kind, practice_key_version, wrapped, destroyed_at,
  kind = 'unfiled' and wrapped is not null and exists (select from ledger.mark m
    where m.practice = c.practice and m.type = 'Share' and m.id = c.compartment) as handed_over,
  kind = 'patient' and coalesce((select r.deleted from candour.resource r
    where r.practice = c.practice and r.type = 'Patient' and r.id = c.compartment order by r.version desc limit 1), false) as deleted
from candour.compartment c;
grant select on candour.compartment_opened to candour_app;

-- What was refused of an import is sealed under a key of its own, destroyed 30 days after the end. Null: of a transfer from
-- before (under the practice's key; the lines go after 30 days), or destroyed by now.
alter table candour.transfer
  add column refused_compartment uuid,
  add foreign key (practice, refused_compartment) references candour.compartment (practice, compartment);
create index transfer_part_refused on candour.transfer_part (practice, transfer) where kind = 'refused';
grant update (refused_compartment) on candour.transfer to candour_app;
grant select (refused_compartment, ended_at) on candour.transfer to candour_jobs;
grant select (practice, transfer, kind) on candour.transfer_part to candour_jobs;
create policy jobs on candour.transfer_part for select to candour_jobs using (true);

-- A member's level, state and account are sealed with the name and marked (type Member: id is the member, version the row's
-- revision); Candour marks those who are there when it starts, for it takes their practice's key. The gate reads seal and
-- mark with the session, and opens nothing by itself.
grant select (revision, sealed) on candour.member to candour_gate;
grant select on ledger.mark to candour_gate;
create policy gate on ledger.mark for select to candour_gate using (type = 'Member');

-- Whoever writes into a compartment holds its row until the commit; SQLSTATE CN410 when it was erased by then.
create function candour.hold(in_practice uuid, in_compartment uuid) returns uuid language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  perform from candour.compartment c
    where c.practice = in_practice and c.compartment = in_compartment and c.destroyed_at is null for key share;
  if not found then raise exception 'the compartment was erased' using errcode = 'CN410'; end if;
  return in_compartment;
end $$;
revoke all on function candour.hold(uuid, uuid) from public;
grant execute on function candour.hold(uuid, uuid) to candour_app;
