-- Row security as Candour has it: forced, by the practice of the transaction; the application's role owns nothing.
do $$
declare name text;
begin
  foreach name in array array['practice', 'member', 'patient', 'resource', 'file', 'event', 'idempotency'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy practice on %I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;
grant select, insert, update, delete on practice, member, patient, resource, file, event, idempotency to candour_app;
grant select, update on session to candour_gate;
grant select on practice, member to candour_gate;
create policy gate on member for select to candour_gate using (true);
create policy gate on practice for select to candour_gate using (true);
