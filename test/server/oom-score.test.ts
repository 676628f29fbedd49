import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { OomScore } from '../../src/server/oom-score.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';
import { recordingLog } from './recording-log.ts';

const VALUES = 'oom-score-adj-values';

test('the score follows the directives, and comes back', () => {
  const file = join(temporaryFolder({ score: '100\n' }), 'score');
  const score = (): string => readFileSync(file, 'utf8');
  const config = new Config();
  new OomScore(config, recordingLog(), file).bind();
  expect(score()).toBe('100\n');
  expect(
    config.set([
      ['oom-score-adj', 'yes'],
      [VALUES, '5 1 1'],
    ]),
  ).toBeUndefined();
  expect(score()).toBe('105\n');
  expect(config.set([[VALUES, '2000 1 1']])).toBeUndefined();
  expect(score()).toBe('1000\n');
  expect(
    config.set([
      ['oom-score-adj', 'absolute'],
      [VALUES, '7 1 1'],
    ]),
  ).toBeUndefined();
  expect(score()).toBe('7\n');
  expect(config.set([['oom-score-adj', 'no']])).toBeUndefined();
  expect(score()).toBe('100\n');
});

test('a score that cannot be set leaves the directive as it was', () => {
  const config = new Config();
  const log = recordingLog();
  new OomScore(config, log, '/nonexistent/oom_score_adj').bind();
  expect(config.set([['oom-score-adj', 'yes']])).toBe(
    "ERR CONFIG SET failed (possibly related to argument 'oom-score-adj') - " +
      'Failed to apply new oom_score_adj configuration, check server logs.',
  );
  expect(config.get('oom-score-adj')).toBe('no');
  expect(log.records).toEqual(['warning Unable to write oom_score_adj: No such file or directory']);
});
