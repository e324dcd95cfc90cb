-- A patient's record can be restricted to named people; whoever breaks the glass is let in for a while (decision 0025). Both are
-- sealed under the patient's own key and marked in the ledger: type Restriction (id is the patient, version the row's revision)
-- and type Glass (id is the glass). What was restricted once keeps its row and its marks: no mark means never.
create table candour.restriction (
  practice uuid not null,
  patient uuid not null,
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, patient),
  foreign key (practice, patient) references candour.compartment (practice, compartment)
);

create table candour.glass (
  practice uuid not null,
  glass uuid not null,
  patient uuid not null,
  member uuid not null,
  -- Only to look at few rows: whether it lets in, and until when, counts as it is sealed.
  state text not null default 'open' check (state in ('open', 'ended', 'settled')),
  broken_at timestamptz not null default clock_timestamp(),
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, glass),
  foreign key (practice, patient) references candour.compartment (practice, compartment),
  foreign key (practice, member) references candour.member (practice, member)
);
create index glass_patient on candour.glass (practice, patient) where state = 'open';

alter table candour.restriction enable row level security;
alter table candour.restriction force row level security;
create policy practice on candour.restriction to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.restriction to candour_app;
grant update (revision, sealed) on candour.restriction to candour_app;

alter table candour.glass enable row level security;
alter table candour.glass force row level security;
create policy practice on candour.glass to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.glass to candour_app;
grant update (state, revision, sealed) on candour.glass to candour_app;

-- What is known of a compartment when it is opened, with what restricts it: one statement, as before.
create or replace view candour.compartment_opened with (security_invoker = true) as
select practice, compartment, kind, practice_key_version, wrapped, destroyed_at,
  kind = 'unfiled' and wrapped is not null and exists (select from ledger.mark m
    where m.practice = c.practice and m.type = 'Share' and m.id = c.compartment) as handed_over,
  kind = 'patient' and coalesce((select r.deleted from candour.resource r
    where r.practice = c.practice and r.type = 'Patient' and r.id = c.compartment order by r.version desc limit 1), false) as deleted,
  case when kind = 'patient' then (
    select jsonb_build_object('revision', r.revision, 'sealed', encode(r.sealed, 'base64'), 'mark', encode(m.hash, 'base64'),
      'glasses', (select jsonb_agg(jsonb_build_object('glass', g.glass, 'member', g.member, 'revision', g.revision,
          'sealed', encode(g.sealed, 'base64'), 'mark', encode((select k.hash from ledger.mark k where k.practice = g.practice
            and k.type = 'Glass' and k.id = g.glass order by k.version desc limit 1), 'base64')))
        from candour.glass g where g.practice = c.practice and g.patient = c.compartment and g.state = 'open'))
    from (values (1)) one
      left join lateral (select k.hash from ledger.mark k where k.practice = c.practice and k.type = 'Restriction'
        and k.id = c.compartment order by k.version desc limit 1) m on true
      left join lateral (select x.revision, x.sealed from candour.restriction x where x.practice = c.practice
        and x.patient = c.compartment) r on true
    where m.hash is not null or r.sealed is not null) end as restriction
from candour.compartment c;

-- A notice can be for some alone: those of this level, and above.
alter table candour.notice add column for_level smallint not null default 0;
