-- The cases of personal data breaches: one row a step, sealed and marked (type Incident, version = number of the step), only ever
-- added. What a case is follows from its steps. Decision 0039.
create table candour.incident_step (
  practice uuid not null,
  incident uuid not null,
  number int not null check (number > 0),
  sealed bytea not null,
  primary key (practice, incident, number),
  foreign key (practice) references candour.practice (practice)
);
alter table candour.incident_step enable row level security;
alter table candour.incident_step force row level security;
create policy practice on candour.incident_step to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.incident_step to candour_app;
