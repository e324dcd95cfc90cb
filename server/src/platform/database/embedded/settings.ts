/**
 * Promise: what was committed is on disk, and no statement or value ever reaches a log.
 * Given on the command line, so that no file in the data directory can weaken them.
 */
import { totalmem } from 'node:os'

export const serverSettings: Readonly<Record<string, string>> = {
  // Durable.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  // Closed: one socket, in a folder of the owner's.
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  // Silent about statements and values. Errors are told by SQLSTATE: see server-log.ts.
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_duration: 'off',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_autovacuum_min_duration: '-1',
  log_checkpoints: 'off',
  log_statement_stats: 'off',
  debug_print_parse: 'off',
  debug_print_rewritten: 'off',
  debug_print_plan: 'off',
  // For one small server.
  max_connections: '100',
  shared_buffers: totalmem() < 4 * 1024 ** 3 ? '128MB' : '256MB',
  jit: 'off',
  // Statistics soon after an import: until then plans are guesses.
  autovacuum_naptime: '10s',
  // One answer whatever the machine is set to.
  cluster_name: 'candour',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, DMY',
  lc_messages: 'C',
}

export const initdbOptions: readonly string[] = [
  '--username=candour',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--auth=scram-sha-256',
  '--data-checksums',
  '--no-instructions',
]

/** Nothing of Candour's own environment, which may hold secrets, is handed on. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }
