-- The record: every R4 type. A compartment may be held by its owners' keys instead of the practice's: what several
-- patients own has a key of its own, wrapped for each; what was unfiled is handed over to the patient it was filed to.

alter table candour.compartment drop constraint compartment_kind_check;
alter table candour.compartment add constraint compartment_kind_check
  check (kind in ('patient', 'practice', 'unfiled', 'thread', 'index', 'shared'));
-- Without a wrapping by the practice's key it is destroyed, or its owners hold it.
alter table candour.compartment drop constraint compartment_check;
alter table candour.compartment add constraint compartment_check check (wrapped is null or destroyed_at is null);

create table candour.share (
  practice uuid not null,
  compartment uuid not null,
  owner uuid not null,
  wrapped bytea not null,
  primary key (practice, compartment, owner),
  foreign key (practice, compartment) references candour.compartment (practice, compartment),
  foreign key (practice, owner) references candour.compartment (practice, compartment)
);
create index share_owner on candour.share (practice, owner);

alter table candour.share enable row level security;
alter table candour.share force row level security;
create policy practice on candour.share to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.share to candour_app;

-- Opened bytes are kept by the hash of the sealed bytes as just read (decision 0013), so nothing counts changes any more.
alter table candour.compartment drop column changes;
