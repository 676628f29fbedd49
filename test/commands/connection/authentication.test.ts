import { describe, expect, it } from 'vitest';
import { Authentication } from '../../../src/commands/connection/authentication.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('Authentication', () => {
  it('asks for nothing without a password', () => {
    const authentication = new Authentication();
    expect(authentication.required).toBe(false);
    expect(authentication.accepts('default', bytes('anything'))).toBe(true);
    expect(authentication.accepts('nobody', bytes('anything'))).toBe(false);
  });

  it('accepts the password, byte for byte, and no other', () => {
    const authentication = new Authentication();
    authentication.setPassword(bytes('s\xe9\0cret'));
    expect(authentication.required).toBe(true);
    expect(authentication.accepts('default', bytes('s\xe9\0cret'))).toBe(true);
    for (const wrong of ['', 's\xe9', 's\xe9\0cret ', 'S\xe9\0cret']) {
      expect(authentication.accepts('default', bytes(wrong)), wrong).toBe(false);
    }
    expect(authentication.accepts('Default', bytes('s\xe9\0cret'))).toBe(false);
  });

  it('is open again when the password goes', () => {
    const authentication = new Authentication();
    authentication.setPassword(bytes('x'));
    authentication.setPassword(undefined);
    expect(authentication.required).toBe(false);
  });
});
