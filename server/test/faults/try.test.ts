import { test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { startServerProcess, freePort, databaseProcesses, ownerOf } from './server-process.ts'
import { signUp } from '../people.ts'
import pg from 'pg'
test('t', async () => {
  const home = await makeTestHome()
  let t = Date.now()
  const s = await startServerProcess({ home, port: await freePort() })
  console.log('started', Date.now() - t)
  t = Date.now()
  const p = await signUp(s as never)
  console.log('signup', Date.now() - t, p.session.practice.name)
  console.log(await databaseProcesses(home))
  const c = new pg.Client(ownerOf(home)); await c.connect(); console.log((await c.query("select table_schema,table_name,column_name,data_type from information_schema.columns where table_schema in ('candour','gate','ledger','ops','history','boss') order by 1,2,ordinal_position")).rows.map(r=>Object.values(r).join(' ')).join('\n')); await c.end()
  t = Date.now()
  console.log(await s.stop(), Date.now() - t)
  console.log(s.output())
  const s2 = await startServerProcess({ home, port: await freePort() })
  console.log('again', Date.now() - t)
  await s2.kill()
}, 60000)
