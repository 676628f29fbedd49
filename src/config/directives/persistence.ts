import { boolean, enumeration } from '../types/words.ts';
import { integer, memory } from '../types/numeric.ts';
import { savePoints } from '../types/save-points.ts';
import { text } from '../types/text.ts';
import { checkAppendDirname, checkAppendFilename, checkDbFilename } from './checks.ts';
import { INT32_MAX, INT32_MIN, INT64_MAX } from './bounds.ts';

/** Snapshots and the append-only file. `persistence/` applies these. */
export const PERSISTENCE = {
  save: savePoints({
    default: [
      { seconds: 3600, changes: 1 },
      { seconds: 300, changes: 100 },
      { seconds: 60, changes: 10000 },
    ],
    about:
      'When to take a snapshot: after <seconds>, if there were at least <changes> changes; any number of such pairs. ' +
      'An empty string: never.',
  }),
  dbfilename: text({
    default: 'dump.rdb',
    protected: true,
    check: checkDbFilename,
    about: 'Name of the snapshot in the working directory.',
  }),
  rdbcompression: boolean({ default: true, about: 'Compress strings in snapshots.' }),
  rdbchecksum: boolean({ default: true, immutable: true, about: 'End a snapshot with a checksum, and check it.' }),
  'stop-writes-on-bgsave-error': boolean({
    default: true,
    about: 'Refuse writes after a snapshot has failed, so that somebody notices.',
  }),
  'rdb-save-incremental-fsync': boolean({
    default: true,
    about: 'Bring a snapshot to the disk every 4 MiB instead of all at once.',
  }),
  'rdb-del-sync-files': boolean({
    default: false,
    about: 'Delete snapshots made for replication at once when persistence is off.',
  }),
  'rdb-key-save-delay': integer({
    default: 0,
    min: INT32_MIN,
    max: INT32_MAX,
    hidden: true,
    about: 'For tests: microseconds to wait after each key of a snapshot.',
  }),
  'key-load-delay': integer({
    default: 0,
    min: INT32_MIN,
    max: INT32_MAX,
    hidden: true,
    about: 'For tests: microseconds to wait after each key that is loaded.',
  }),
  'loading-process-events-interval-bytes': integer({
    default: 512 * 1024,
    min: 1024,
    max: INT32_MAX,
    hidden: true,
    about: 'Bytes loaded between two looks at the clients.',
  }),
  appendonly: boolean({ default: false, about: 'Log every write to the append-only file.' }),
  appendfilename: text({
    default: 'appendonly.aof',
    immutable: true,
    check: checkAppendFilename,
    about: 'Name from which those of the append-only files are made.',
  }),
  appenddirname: text({
    default: 'appendonlydir',
    immutable: true,
    check: checkAppendDirname,
    about: 'Directory of the append-only files, in the working directory.',
  }),
  appendfsync: enumeration({
    default: 'everysec',
    names: ['everysec', 'always', 'no'],
    about:
      'When the append-only file is brought to the disk: every second, before each reply, or when the system does.',
  }),
  'no-appendfsync-on-rewrite': boolean({
    default: false,
    about: 'Do not do so while a snapshot or rewrite uses the disk. A crash may then lose more.',
  }),
  'auto-aof-rewrite-percentage': integer({
    default: 100,
    min: 0,
    max: INT32_MAX,
    about: 'Growth since the last rewrite, in percent, at which the append-only file is rewritten. 0: never.',
  }),
  'auto-aof-rewrite-min-size': memory({
    default: 64 * 1024 ** 2,
    min: 0,
    max: INT64_MAX,
    about: 'Size below which it is not rewritten.',
  }),
  'aof-load-truncated': boolean({
    default: true,
    about: 'Start with an append-only file whose end is missing, after a word in the log; else refuse to.',
  }),
  'aof-use-rdb-preamble': boolean({ default: true, about: 'Begin a rewritten append-only file with a snapshot.' }),
  'aof-timestamp-enabled': boolean({ default: false, about: 'Note the time in the append-only file.' }),
  'aof-rewrite-incremental-fsync': boolean({
    default: true,
    about: 'Bring a rewrite to the disk every 4 MiB instead of all at once.',
  }),
  'aof-disable-auto-gc': boolean({
    default: false,
    hidden: true,
    about: 'Keep append-only files that a rewrite has made useless.',
  }),
} as const;
