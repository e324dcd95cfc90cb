-- Who loses all access is out at once: the sessions of one member of the practice in which the transaction stands. The
-- application's role reaches no session otherwise.
create function candour.end_sessions_of(of_member uuid) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    update gate.session set ended_at = clock_timestamp(), bound = null
      where practice = candour.current_practice() and member = of_member and ended_at is null;
  end;
revoke all on function candour.end_sessions_of(uuid) from public;
grant execute on function candour.end_sessions_of(uuid) to candour_app;
