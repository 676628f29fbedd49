import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The release of Redis whose suite runs, and the release of Debian that carries it. */
const REDIS = '8.0.2';
const DEBIAN = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Where the suite's source may stand: not a defect of this server, so told in one line. */
export class NoSource extends Error {}

/** Path of an unpacked source tree of Redis. Throws `NoSource`, which says what was tried. */
export function findSource(): string {
  const given = process.env.REDIS_SOURCE;
  if (given !== undefined && given !== '') {
    if (!hasSuite(given)) throw new NoSource(`REDIS_SOURCE: ${given} holds no runtest and tests/`);
    return given;
  }
  const cached = join(cacheFolder(), `redis-${REDIS}`);
  if (!hasSuite(cached)) fetchInto(cached);
  return cached;
}

function hasSuite(folder: string): boolean {
  return existsSync(join(folder, 'runtest')) && existsSync(join(folder, 'tests', 'test_helper.tcl'));
}

function cacheFolder(): string {
  const user = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  for (const folder of [join(user, 'cinnabar'), join(tmpdir(), 'cinnabar-cache')]) {
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch {
      // Read-only, or somebody else's: the next one.
    }
  }
  throw new NoSource('no folder to keep the source in: set XDG_CACHE_HOME, or REDIS_SOURCE=/path/to/redis');
}

function fetchInto(target: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'cinnabar-source-'));
  try {
    const tarball = fetchTarball(scratch);
    run('tar', ['-xzf', tarball], scratch);
    const unpacked = readdirSync(scratch)
      .map((name) => join(scratch, name))
      .find(hasSuite);
    if (unpacked === undefined) throw new NoSource(`${tarball} holds no test suite`);
    keep(unpacked, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Appears whole or not at all: another run may look for it meanwhile. */
function keep(unpacked: string, target: string): void {
  const beside = `${target}.${process.pid}`;
  cpSync(unpacked, beside, { recursive: true });
  try {
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!hasSuite(target)) throw error;
  }
}

/** With apt's lists and sources in a folder of their own: what the machine is configured for stays as it is. */
function fetchTarball(scratch: string): string {
  const own = join(scratch, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(own, folder), { recursive: true });
  const signedBy = existsSync(KEYRING) ? ` [signed-by=${KEYRING}]` : '';
  writeFileSync(join(own, 'sources.list'), `deb-src${signedBy} ${debianMirror()} ${DEBIAN} main\n`);
  const settings = [
    `Dir::Etc::SourceList=${own}/sources.list`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${own}/lists`,
    `Dir::Cache=${own}/cache`,
    `APT::Sandbox::User=${process.env.USER ?? 'root'}`,
    'Debug::NoLocking=1',
  ].flatMap((setting) => ['-o', setting]);
  run('apt-get', [...settings, '-qq', 'update'], scratch);
  run('apt-get', [...settings, '-qq', '--download-only', '--only-source', 'source', 'redis'], scratch);
  const tarball = readdirSync(scratch).find((name) => name.endsWith('.orig.tar.gz'));
  if (tarball !== `redis_${REDIS}.orig.tar.gz`) {
    throw new NoSource(`Debian ${DEBIAN} carries ${tarball ?? 'no redis'}, not ${REDIS}: set REDIS_SOURCE`);
  }
  return tarball;
}

/** The archive that this machine takes its Debian packages from. */
function debianMirror(): string {
  const uris = run('apt-get', ['indextargets', '--format', '$(REPO_URI)'], tmpdir()).split('\n');
  const mirror = uris.find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new NoSource("apt knows no archive of Debian's: set REDIS_SOURCE=/path/to/redis");
  return mirror;
}

function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NoSource(`the source of Redis ${REDIS} is not to be had from apt, set REDIS_SOURCE=/path: ${reason}`);
  }
}
