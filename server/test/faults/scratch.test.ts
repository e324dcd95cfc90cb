import { test, inject } from 'vitest'
import pg from 'pg'
import { mkdtemp } from 'node:fs/promises'
import { startServerProcess, freePort } from './server-process.ts'
import { signUp, registerPatient } from '../people.ts'
test.each(['15','18'])('operator %s', async (v) => {
  const { home: _h, ...o } = inject('postgres')
  const admin = v === '15' ? { host: '127.0.0.1', port: 5499, user: 'postgres', password: 'secretsecret', database: 'postgres' } : { ...o, database: 'postgres' }
  const c = new pg.Client(admin); await c.connect()
  const { rows } = await c.query("select rolname from pg_roles where rolname like 'candour\\_%'")
  console.log(v, rows.map((r: any) => r.rolname).join())
  await c.query("drop role if exists operator").catch((e) => console.log(String(e)))
  await c.query("create role operator login createrole password 'x1'").catch((e) => console.log(String(e)))
  await c.query('create database opdb owner operator').catch((e) => console.log(String(e)))
  await c.end()
  const h = admin.host.startsWith('/') ? `@/opdb?host=${admin.host}&port=${admin.port}` : `@${admin.host}:${admin.port}/opdb`
  const home = await mkdtemp('/tmp/op-')
  const s = await startServerProcess({ home, port: await freePort(), env: { DATABASE_URL: `postgres://operator:x1${h}`, CANDOUR_LOG_LEVEL: 'info' } }).catch((e) => { console.log(v, e.message.slice(0, 600)); return null })
  if (s) { await registerPatient(await signUp(s)); console.log(v, 'works'); await s.kill() }
}, 30000)
