import { describe, expect, test } from 'vitest';
import * as errors from '../../src/resp/reply-errors.ts';

const { ReplyError } = errors;

describe('ReplyError', () => {
  test('its code is the first word', () => {
    expect(errors.WRONG_TYPE.code).toBe('WRONGTYPE');
    expect(errors.SYNTAX.code).toBe('ERR');
    expect(new ReplyError('ALONE').code).toBe('ALONE');
  });

  test('carries no stack, and leaves those of others alone', () => {
    expect(errors.wrongArity('get').stack).not.toContain('\n');
    expect(new Error('other').stack).toContain('\n');
  });

  test('each is named once, and each begins with a code', () => {
    const named = Object.values(errors).filter((value) => value instanceof ReplyError);
    const texts = named.map(({ message }) => message);
    expect(texts.filter((text) => !/^[A-Z]+ \S/.test(text))).toEqual([]);
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
  });

  test('those that name something say it in Redis’s words', () => {
    expect(errors.wrongArity('client|setname').message).toBe(
      "ERR wrong number of arguments for 'client|setname' command",
    );
    expect(errors.invalidExpire('setex').message).toBe("ERR invalid expire time in 'setex' command");
    expect(errors.notInPubsub('get').message).toBe(
      "ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    );
  });
});
