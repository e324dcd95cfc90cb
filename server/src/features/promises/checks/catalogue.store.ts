import { statement } from '../../../platform/database/statement.ts'
import type { Across } from '../../../platform/database/workspace.ts'

interface Line {
  line: string
}

const ours = `n.nspname in ('candour', 'gate', 'ledger')`

/** Partitions come and go; what may be done with them is looked at by itself, below. */
const tables = statement<Line>(
  'catalogue-tables',
  `select n.nspname || '.' || c.relname || case when c.relrowsecurity and c.relforcerowsecurity then ' forced'
     when c.relrowsecurity then ' enabled' else ' without' end || ', owned by ' || pg_get_userbyid(c.relowner) as line
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and ${ours}`,
)
const policies = statement<Line>(
  'catalogue-policies',
  `select n.nspname || '.' || c.relname || ' ' || p.polname || case when p.polpermissive then '' else ' restrictive' end
     || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
     || ' to ' || (select string_agg(case when r = 0 then 'public' else pg_get_userbyid(r) end, ', ' order by 1) from unnest(p.polroles) r)
     || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '') || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '') as line
   from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}`,
)
const whom = `case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end
  || case when a.is_grantable then ' with grant option' else '' end`
const grants = statement<Line & { schema: string }>(
  'catalogue-grants',
  `select n.nspname as schema, n.nspname || '.' || c.relname || ' ' || lower(a.privilege_type) || ' to ' || ${whom} as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
     where ${ours} and not c.relispartition and a.grantee <> c.relowner and c.relkind in ('r', 'p', 'v', 'm', 'S')
   union all
   select n.nspname, n.nspname || '.' || c.relname || '.' || t.attname || ' ' || lower(a.privilege_type) || ' to ' || ${whom}
     from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a
     where ${ours} and not c.relispartition and a.grantee <> c.relowner and not t.attisdropped
   union all
   select n.nspname, 'a partition of ' || n.nspname || '.' || p.relname || ' ' || lower(a.privilege_type) || ' to ' || ${whom}
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid
       join pg_class p on p.oid = i.inhparent, aclexplode(c.relacl) a
     where ${ours} and c.relispartition and a.grantee <> c.relowner
   union all
   select n.nspname, 'function ' || n.nspname || '.' || f.proname || case when f.prosecdef then ' (as its owner)' else '' end || ' to ' || ${whom}
     from pg_proc f join pg_namespace n on n.oid = f.pronamespace,
       aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
     where ${ours} and a.grantee <> f.proowner
   union all
   select n.nspname, 'schema ' || n.nspname || ' ' || lower(a.privilege_type) || ' to ' || ${whom}
     from pg_namespace n, aclexplode(n.nspacl) a where ${ours} and a.grantee <> n.nspowner`,
)
/** Who the migrations' owner is a member of differs from place to place. */
const roles = statement<Line>(
  'catalogue-roles',
  `select rolname || case when rolsuper then ' superuser' else '' end || case when rolbypassrls then ' past row security' else '' end
     || case when rolcreaterole then ' makes roles' else '' end || case when rolcreatedb then ' makes databases' else '' end
     || case when rolreplication then ' replicates' else '' end || case when rolinherit then ' inherits' else '' end
     || case when rolcanlogin then ' signs in' else '' end as line
   from pg_roles where rolname like 'candour\\_%'
   union all
   select m.rolname || ' may become ' || g.rolname from pg_auth_members a join pg_roles m on m.oid = a.member
     join pg_roles g on g.oid = a.roleid where m.rolname like 'candour\\_%'`,
)

/** Who may do what in the database, as sorted lines. */
export interface Catalogue {
  /** Each table, whether row security is forced on it, and its owner. */
  rowSecurity: string[]
  policies: string[]
  /** Of tables, columns, functions and schemas, but for the ledger's. */
  grants: string[]
  ledgerGrants: string[]
  /** Those of Candour, and what each may become. */
  roles: string[]
}

/** @param across any role: what it asks everybody may read */
export async function readCatalogue(across: Across): Promise<Catalogue> {
  const sorted = (rows: Line[]) => [...new Set(rows.map(({ line }) => line))].toSorted()
  const all = await across.run(grants)
  return {
    rowSecurity: sorted(await across.run(tables)),
    policies: sorted(await across.run(policies)),
    grants: sorted(all.filter(({ schema }) => schema !== 'ledger')),
    ledgerGrants: sorted(all.filter(({ schema }) => schema === 'ledger')),
    roles: sorted(await across.run(roles)),
  }
}
