import { describe, expect, it } from 'vitest';
import { observed } from './observed.ts';

/** The lines of INFO as a map, headings left out. */
function fieldsOf(reply: string): Record<string, string> {
  const lines = reply.split('\r\n').filter((line) => /^[^#$=].*:/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

describe('INFO', () => {
  it('has the sections of Redis in their order, without those that must be asked for', () => {
    const { run } = observed().connect();
    const headings = run('INFO').match(/^# .*$/gm);
    expect(headings?.map((line) => line.slice(2).trim())).toEqual([
      ...['Server', 'Clients', 'Memory', 'Persistence', 'Threads', 'Stats', 'Replication', 'CPU', 'Modules'],
      ...['Errorstats', 'Cluster', 'Keyspace', 'Keysizes'],
    ]);
    expect(run('INFO', 'ALL')).toMatch(/# Commandstats\r\n(?:.|\r\n)*# Latencystats\r\n/);
    expect(run('INFO', 'everything')).not.toContain('# Debug');
    expect(run('INFO', 'debug')).toMatch(/^\$\d+\r\n# Debug\r\neventloop_duration_aof_sum:0\r\n/);
  });

  it('is verbatim text in RESP3', () => {
    const { run, client } = observed().connect();
    expect(run('INFO', 'cluster')).toBe('$30\r\n# Cluster\r\ncluster_enabled:0\r\n\r\n');
    client.protocol = 3;
    expect(run('INFO', 'cluster')).toBe('=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n');
  });

  it('tells what clients look for', () => {
    const { connect, clock } = observed();
    const { run } = connect();
    clock.advance(200_000_000);
    expect(fieldsOf(run('INFO'))).toMatchObject({
      ...{ redis_version: '8.0.2', server_name: 'cinnabar', redis_mode: 'standalone', tcp_port: '7000' },
      ...{ uptime_in_seconds: '200000', uptime_in_days: '2', run_id: 'f'.repeat(40), loading: '0', role: 'master' },
      ...{ listener0: 'name=tcp,bind=*,bind=-::*,port=7000', connected_clients: '1', maxmemory_policy: 'noeviction' },
      ...{ mem_allocator: 'arena', expired_time_cap_reached_count: '2', expire_cycle_cpu_milliseconds: '3' },
    });
  });

  it('counts commands and errors', () => {
    const { connect } = observed();
    const { run } = connect();
    run('SET', 's', 'x');
    run('INCR', 's');
    run('GET', 's');
    run('GET', 'none');
    run('GET');
    run('NOSUCH');
    const fields = fieldsOf(run('INFO', 'everything'));
    expect(fields).toMatchObject({
      ...{ errorstat_ERR: 'count=3', total_error_replies: '3', keyspace_hits: '1', keyspace_misses: '1' },
      ...{ rdb_changes_since_last_save: '1' },
    });
    expect(fields.cmdstat_incr).toMatch(/^calls=1,usec=\d+,usec_per_call=\d+\.\d\d,rejected_calls=0,failed_calls=1$/);
    expect(fields.cmdstat_get).toMatch(/^calls=2,.*,rejected_calls=1,failed_calls=0$/);
    expect(fields.cmdstat_append).toBeUndefined();
  });

  it('accounts for memory to the byte', () => {
    const { connect, keyspace } = observed();
    const { run } = connect();
    run('SET', 'a', 'x'.repeat(100_000));
    run('SET', 'b', 'y', 'PX', '5000');
    const fields = fieldsOf(run('INFO', 'memory'));
    expect(Number(fields.used_memory)).toBe(keyspace.usedMemory);
    expect(Number(fields.used_memory_dataset) + Number(fields.used_memory_overhead)).toBe(keyspace.usedMemory);
    expect(Number(fields.used_memory_dataset)).toBeGreaterThan(100_000);
    const peak = Number(fields.used_memory_peak);
    run('DEL', 'a');
    expect(Number(fieldsOf(run('INFO', 'memory')).used_memory_peak)).toBe(peak);
  });

  it('counts keys, those that expire, and their mean time to live', () => {
    const { connect } = observed();
    const { run } = connect();
    run('SET', 'a', '1');
    run('SET', 'b', '1', 'PX', '1000');
    run('SET', 'c', '1', 'PX', '3000');
    expect(run('INFO', 'keyspace')).toContain('# Keyspace\r\ndb0:keys=3,expires=2,avg_ttl=2000,subexpiry=0\r\n\r\n');
  });

  it('counts the bytes of clients who have gone, and starts anew when asked to', () => {
    const { connect, clients, statistics } = observed();
    const { run } = connect({ totalReadBytes: 100, totalWrittenBytes: 50 });
    clients.remove(connect({ totalReadBytes: 7, totalWrittenBytes: 5 }).client);
    clients.received = 2;
    run('GET');
    const before = { total_net_input_bytes: '107', total_net_output_bytes: '55', total_connections_received: '2' };
    expect(fieldsOf(run('INFO', 'stats'))).toMatchObject(before);
    statistics.reset();
    const after = { total_net_input_bytes: '0', total_net_output_bytes: '0', total_connections_received: '0' };
    expect(fieldsOf(run('INFO', 'stats'))).toMatchObject({ ...after, total_error_replies: '0', keyspace_misses: '0' });
  });

  it('tells how fast commands come', () => {
    const { connect, clock, statistics } = observed();
    const { run } = connect();
    statistics.sample();
    for (let i = 0; i < 32; i++) run('GET', 'a');
    clock.advance(1000);
    statistics.sample();
    expect(fieldsOf(run('INFO', 'stats')).instantaneous_ops_per_sec).toBe('2');
  });
});
