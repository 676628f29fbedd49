import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/*
 * The entrypoint as the Dockerfile carries it, run with sh over programs that only tell how they were called. The fake setpriv
 * becomes the user that it was asked for, as far as the fake id can tell.
 */

const REPOSITORY = join(import.meta.dirname, '..', '..');
const dockerfile = readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8');

const TELL = `#!/bin/sh\nprintf '%s|' "$(basename "$0")" "$@" "umask=$(umask)" "uid=$(id -u)"\n`;
const FAKES: Readonly<Record<string, string>> = {
  'redis-server': TELL,
  cinnabar: TELL,
  'redis-cli': TELL,
  id: '#!/bin/sh\necho "${FAKE_UID}"\n',
  chown: '#!/bin/sh\nprintf "%s " chown "$@" >>"$FAKE_LOG"\n',
  setpriv: `#!/bin/sh
if [ "$1" = --dump ]; then
  printf 'uid: %s\\nCapability bounding set: %s\\n' "$FAKE_UID" "$FAKE_CAPS"
  exit
fi
while [ "\${1#--}" != "$1" ]; do
  printf '%s ' "$1" >>"$FAKE_LOG"
  case "$1" in --reuid=*) export FAKE_UID="\${1#--reuid=}" ;; esac
  shift
done
exec "$@"
`,
};

function entrypoint(): string {
  const script = /^COPY [^\n]*<<'EOF' \/usr\/local\/bin\/docker-entrypoint\.sh\n([\s\S]*?\n)EOF$/m.exec(
    dockerfile,
  )?.[1];
  if (script === undefined) throw new Error('the Dockerfile carries no docker-entrypoint.sh');
  return script;
}

let folder: string;
let data: string;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinnabar-entrypoint-'));
  data = join(folder, 'data');
  log = join(folder, 'log');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(data);
  for (const [name, script] of Object.entries(FAKES)) writeFileSync(join(folder, 'bin', name), script, { mode: 0o755 });
  writeFileSync(join(folder, 'docker-entrypoint.sh'), entrypoint(), { mode: 0o755 });
  writeFileSync(log, '');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the program that the entrypoint ended in says: its name and arguments, its umask and its user. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): string[] {
  const path = `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
  const told = execFileSync(
    'sh',
    ['-c', 'umask "$0"; exec "$@"', env.UMASK ?? '022', join(folder, 'docker-entrypoint.sh'), ...args],
    {
      cwd: data,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: path, FAKE_UID: '0', FAKE_CAPS: 'chown,setgid,setuid,sys_chroot', FAKE_LOG: log, ...env },
    },
  );
  return told.split('|').slice(0, -1);
}

const logged = (): string => readFileSync(log, 'utf8');

describe.skipIf(process.platform === 'win32')('the image’s entrypoint', () => {
  it.each([
    ['the default command', ['redis-server'], ['redis-server']],
    ['options', ['--port', '7000', '--save 60 1'], ['redis-server', '--port', '7000', '--save 60 1']],
    ['a short option', ['-v'], ['redis-server', '-v']],
    ['a configuration file', ['/etc/redis.conf', '--port', '1'], ['redis-server', '/etc/redis.conf', '--port', '1']],
    ['an empty argument', ['--save', ''], ['redis-server', '--save', '']],
    ['the server by our name', ['cinnabar', '--port', '7000'], ['cinnabar', '--port', '7000']],
  ])('runs the server with %s', (_, args, expected) => {
    expect(run(args).slice(0, -2)).toEqual(expected);
  });

  it('runs another program as root, untouched', () => {
    expect(run(['redis-cli', 'ping'])).toEqual(['redis-cli', 'ping', 'umask=0077', 'uid=0']);
    expect(logged()).toBe('');
  });

  it('drops its privileges for the server, and cannot gain new ones', () => {
    expect(run(['--port', '7000'])).toEqual(['redis-server', '--port', '7000', 'umask=0077', 'uid=999']);
    expect(logged().split(' ')).toEqual(
      expect.arrayContaining(['--reuid=999', '--regid=999', '--clear-groups', '--nnp']),
    );
  });

  it.each([
    ['SKIP_DROP_PRIVS is set', { SKIP_DROP_PRIVS: '1' }, '0'],
    ['it is another user already', { FAKE_UID: '1234' }, '1234'],
    ['it may not change its user', { FAKE_CAPS: 'chown,setgid' }, '0'],
    ['it may not change its group', { FAKE_CAPS: 'chown,setuid' }, '0'],
  ])('keeps its user where %s', (_, env, uid) => {
    expect(run(['redis-server'], env)).toContain(`uid=${uid}`);
    expect(logged()).toBe('');
  });

  it('gives data that is only the server’s to its user', () => {
    writeFileSync(join(data, 'dump.rdb'), '');
    mkdirSync(join(data, 'appendonlydir'));
    writeFileSync(join(data, 'appendonlydir', 'appendonly.aof.1.base.rdb'), '');
    run(['redis-server']);
    expect(logged()).toMatch(/^chown -h 999:999 /);
    for (const name of ['./dump.rdb', './appendonlydir/appendonly.aof.1.base.rdb']) expect(logged()).toContain(name);
  });

  it('leaves a folder that holds anything else alone', () => {
    writeFileSync(join(data, 'dump.rdb'), '');
    writeFileSync(join(data, 'notes.txt'), '');
    expect(run(['redis-server'])).toContain('uid=999');
    expect(logged()).not.toContain('chown');
  });

  it('leaves the owners alone where SKIP_FIX_PERMS is set', () => {
    expect(run(['redis-server'], { SKIP_FIX_PERMS: '1' })).toContain('uid=999');
    expect(logged()).not.toContain('chown');
  });

  it('keeps a umask that was chosen', () => {
    expect(run(['redis-server'], { UMASK: '027' })).toContain('umask=0027');
  });
});

describe.skipIf(process.platform === 'win32')('the image', () => {
  it('turns the default of protected mode off, where the source has it', () => {
    const edit = /sed -i "([^"]+)" (\S+)/.exec(dockerfile);
    const [, expression = '', path = ''] = edit ?? [];
    const before = readFileSync(join(REPOSITORY, path), 'utf8');
    const changed = execFileSync('sed', [expression, join(REPOSITORY, path)], { encoding: 'utf8' }).split('\n');
    const different = before
      .split('\n')
      .flatMap((line, index) => (line === changed[index] ? [] : [[line, changed[index]]]));
    expect(different).toEqual([['    default: true,', '    default: false,']]);
    expect(before).toMatch(/'protected-mode': boolean\(\{\n {4}default: true,/);
  });

  it.each(['EXPOSE 6379', 'WORKDIR /data', 'CMD ["redis-server"]', '--uid 999', '--gid 999', 'redis-tools'])(
    'has %s',
    (line) => {
      expect(dockerfile).toContain(line);
    },
  );
});
