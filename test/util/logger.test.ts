import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createLogger } from '../../src/util/logger.ts';
import type { Logger, LoggerOptions } from '../../src/util/logger.ts';

let folder: string;
let file: string;
let open: Logger[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinnabar-log-'));
  file = join(folder, 'server.log');
  open = [];
});

afterEach(() => {
  for (const logger of open) logger.close();
  rmSync(folder, { recursive: true });
});

function create(options: Partial<LoggerOptions> = {}): Logger {
  const now = () => new Date(2026, 10, 20, 22, 7, 1, 23);
  const logger = createLogger({ level: 'debug', format: 'redis', file, pid: 4711, role: () => 'M', now, ...options });
  open.push(logger);
  return logger;
}

const written = (path = file) => readFileSync(path, 'utf8');

describe("redis-server's form", () => {
  test('one line for each record, with the mark of its level', () => {
    const logger = create();
    logger.debug('a');
    logger.verbose('b');
    logger.notice('Ready to accept connections tcp');
    logger.warning('d');
    expect(written()).toBe(
      '4711:M 20 Nov 2026 22:07:01.023 . a\n' +
        '4711:M 20 Nov 2026 22:07:01.023 - b\n' +
        '4711:M 20 Nov 2026 22:07:01.023 * Ready to accept connections tcp\n' +
        '4711:M 20 Nov 2026 22:07:01.023 # d\n',
    );
  });

  test('asks for the role each time', () => {
    let role: 'M' | 'S' = 'M';
    const logger = create({ role: () => role });
    logger.notice('one');
    role = 'S';
    logger.notice('two');
    expect(written()).toMatch(/^4711:M .* \* one\n4711:S .* \* two\n$/);
  });

  test('takes the message as it is, but for line breaks', () => {
    create().notice('50% %s %d %% "é"\r\n1:M forged');
    expect(written().slice(34)).toBe('50% %s %d %% "é"\\r\\n1:M forged\n');
  });

  test('takes the time from the system by default', () => {
    const before = Date.now();
    const logger = createLogger({ level: 'notice', format: 'json', file, pid: 1, role: () => 'M' });
    open.push(logger);
    logger.notice('x');
    const { time } = JSON.parse(written()) as { time: number };
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });
});

test('the JSON form: level by name, time in milliseconds, pid, role, message', () => {
  const logger = create({ format: 'json' });
  logger.warning('a "quoted"\nmessage');
  logger.verbose('%d');
  const time = new Date(2026, 10, 20, 22, 7, 1, 23).getTime();
  const records = written()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(records).toEqual([
    { level: 'warning', time, pid: 4711, role: 'M', msg: 'a "quoted"\nmessage' },
    { level: 'verbose', time, pid: 4711, role: 'M', msg: '%d' },
  ]);
});

describe('levels', () => {
  const marksAt = (level: LoggerOptions['level']) => {
    const logger = create({ level: 'nothing' });
    logger.setLevel(level);
    logger.debug('x');
    logger.verbose('x');
    logger.notice('x');
    logger.warning('x');
    return written()
      .split('\n')
      .map((line) => line[32])
      .join('');
  };

  test.each([
    ['debug', '.-*#'],
    ['verbose', '-*#'],
    ['notice', '*#'],
    ['warning', '#'],
    ['nothing', ''],
  ] as const)('%s', (level, marks) => {
    expect(marksAt(level)).toBe(marks);
  });
});

describe('the file', () => {
  test('is appended to', () => {
    create().notice('one');
    create().notice('two');
    expect(written().split('\n')).toHaveLength(3);
  });

  test('that cannot be opened is an error in the words of redis-server', () => {
    expect(() => create({ file: join(folder, 'missing', 'x.log') })).toThrow(
      "Can't open the log file: No such file or directory",
    );
  });

  test('can be opened anew after a rotation', () => {
    const logger = create();
    const rotated = join(folder, 'server.log.1');
    logger.notice('one');
    logger.close();
    const second = create();
    second.notice('two');
    renameSync(file, rotated);
    second.reopen();
    second.notice('three');
    expect(written(rotated)).toMatch(/one\n.*two\n$/);
    expect(written()).toMatch(/^[^\n]*three\n$/);
  });

  test('stays open when it cannot be opened anew', () => {
    const logger = create();
    rmSync(folder, { recursive: true });
    try {
      expect(() => logger.reopen()).toThrow("Can't open the log file");
      logger.notice('still no error');
    } finally {
      folder = mkdtempSync(join(tmpdir(), 'cinnabar-log-'));
    }
  });

  test('takes nothing more once closed', () => {
    const logger = create();
    logger.notice('one');
    logger.close();
    logger.close();
    logger.reopen();
    logger.notice('two');
    expect(written().split('\n')).toHaveLength(2);
  });
});

describe('standard output', () => {
  /** Runs a script that has `logger`, on standard output. */
  const run = (script: string, command: (node: string[]) => string[]) => {
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/util/logger.ts')).href);
    const source = `import { createLogger } from ${module};
      const logger = createLogger({ level: 'notice', format: 'redis', file: '', pid: 1, role: () => 'M' });
      ${script}`;
    const [program, ...args] = command([process.execPath, '--import', 'tsx', '--input-type=module', '-e', source]);
    return spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  };

  test('has every record when the process exits at once, though the pipe was full between', () => {
    const { stdout } = run(
      `for (let i = 0; i < 5000; i++) logger.notice('record ' + i); process.exit(0);`,
      (node) => node,
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5000);
    expect(lines[4999]).toMatch(/^1:M \d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d{3} \* record 4999$/);
  });

  test.skipIf(process.platform === 'win32')('may lose its reader', () => {
    const script = `for (let i = 0; i < 5000; i++) logger.notice('record ' + i); console.error('alive');`;
    const { stderr } = run(script, (node) => ['sh', '-c', '"$@" | head -n 1 > /dev/null', 'sh', ...node]);
    expect(stderr).toBe('alive\n');
  });
});
