import { describe, expect, it } from 'vitest';
import type { InfoSection } from '../../src/observability/info.ts';
import { Info } from '../../src/observability/info.ts';

const section = (title: string, isDefault: boolean, alias?: string): InfoSection => ({
  ...{ title, isDefault },
  ...(alias === undefined ? {} : { alias }),
  fields: () => [
    ['name', title],
    ['size', 3],
  ],
});

const info = new Info([section('One', true), section('Two', false), section('Three', true, 'drei')]);
const text = (...titles: string[]): string =>
  titles.map((title) => `# ${title}\r\nname:${title}\r\nsize:3\r\n`).join('\r\n');

describe('Info', () => {
  it.each([
    ['nothing in particular', [], text('One', 'Three')],
    ['the default', ['Default'], text('One', 'Three')],
    ['a section, in any case', ['tWO'], text('Two')],
    ['several, in their own order', ['three', 'two'], text('Two', 'Three')],
    ['the default and more', ['two', 'default'], text('One', 'Two', 'Three')],
    ['a section by its other name', ['drei'], text('Three')],
    ['all', ['ALL'], text('One', 'Two', 'Three')],
    ['everything, and one of them', ['one', 'everything'], text('One', 'Two', 'Three')],
    ['what does not exist', ['nosuch'], ''],
  ])('tells %s', (_, names, expected) => {
    expect(info.text(names)).toBe(expected);
  });
});
