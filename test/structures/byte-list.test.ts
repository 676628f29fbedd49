import { describe, expect, it } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ByteList, widened } from '../../src/structures/byte-list.ts';

function texts(list: ByteList): string[] {
  return Array.from({ length: list.count }, (_, i) => {
    const start = list.start(i);
    return list.bytes.latin1(start, start + list.length(i));
  });
}

function add(list: ByteList, text: string): void {
  const bytes = Bytes.fromString(`<${text}>`, 'latin1');
  list.add(bytes, 1, text.length);
}

describe('a byte list', () => {
  it('keeps copies of what is added', () => {
    const list = new ByteList();
    const bytes = Bytes.fromString('abc');
    list.add(bytes, 1, 2);
    bytes.u8.fill(0);
    add(list, '');
    add(list, '\xff\0');
    expect(texts(list)).toEqual(['bc', '', '\xff\0']);
  });

  it('grows in bytes and in number', () => {
    const list = new ByteList();
    const expected = [...Array.from({ length: 5000 }, (_, i) => `member:${i}`), 'x'.repeat(200_000), 'y'];
    for (const text of expected) add(list, text);
    expect(texts(list)).toEqual(expected);
  });

  it('gives much memory back when it is cleared', () => {
    const list = new ByteList();
    const { length } = list.bytes;
    add(list, 'x'.repeat(200_000));
    expect(list.bytes.length).toBeGreaterThan(length);
    list.clear();
    expect(list.count).toBe(0);
    expect(list.bytes.length).toBe(length);
    add(list, 'again');
    expect(texts(list)).toEqual(['again']);
  });
});

it('widened doubles an array and keeps its beginning', () => {
  expect([...widened(Float64Array.of(1, 2))]).toEqual([1, 2, 0, 0]);
});
