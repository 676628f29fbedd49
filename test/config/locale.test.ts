import { expect, test } from 'vitest';
import { isKnownLocale } from '../../src/config/locale.ts';

test.each(['', 'C', 'POSIX', 'C.UTF-8', 'en_US.UTF-8', 'de_DE', 'fr'])('%j is a locale', (name) => {
  expect(isKnownLocale(name)).toBe(true);
});

test.each(['xx_yy_zz', 'not a locale', 'e', 'UTF-8.C'])('%j is none', (name) => {
  expect(isKnownLocale(name)).toBe(false);
});
