import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpiryTable } from '../../src/structures/expiry-table.ts';

const ORIGIN = 1_700_000_000_000;
const TICK = 64;
const YEAR_MS = 365 * 86_400_000;

interface Row {
  address: number;
  readonly expiresMs: number;
  slot: number;
}

/** The table beside its entries, each of which knows its slot. */
class Checked {
  readonly total = { tableBytes: 0 };
  readonly table = new ExpiryTable(ORIGIN, this.total);
  readonly rows = new Map<number, Row>();
  private nextAddress = 1;

  add(expiresMs: number): void {
    const address = this.nextAddress++;
    this.rows.set(address, { address, expiresMs, slot: this.table.add(address, expiresMs) });
  }

  pick(n: number): Row | undefined {
    return [...this.rows.values()][n % Math.max(1, this.rows.size)];
  }

  remove(row: Row): void {
    const moved = this.table.remove(row.slot);
    this.rows.delete(row.address);
    if (moved === 0) return;
    const other = this.rows.get(moved);
    if (other === undefined) throw new Error(`${moved} moved, but is not in the table`);
    other.slot = row.slot;
  }

  update(row: Row, expiresMs: number): void {
    this.table.update(row.slot, row.address, expiresMs);
    this.rows.set(row.address, { ...row, expiresMs });
  }

  relocate(row: Row): void {
    this.rows.delete(row.address);
    row.address = this.nextAddress++;
    this.table.relocate(row.slot, row.address);
    this.rows.set(row.address, row);
  }

  check(): void {
    expect(this.table.size).toBe(this.rows.size);
    expect(this.total.tableBytes).toBe(this.rows.size * 8);
    for (const { address, slot, expiresMs } of this.rows.values()) {
      expect(this.table.addressAt(slot)).toBe(address);
      expect(this.table.tickOf(slot)).toBe(Math.max(0, Math.ceil((expiresMs - ORIGIN) / TICK)));
    }
  }
}

const times = fc.integer({ min: -1_000, max: 10_000 }).map((ms) => ORIGIN + ms);
const step = fc.record({
  action: fc.constantFrom('add', 'add', 'add', 'remove', 'update', 'relocate', 'walk'),
  pick: fc.nat(),
  ms: times,
  limit: fc.integer({ min: 1, max: 20 }),
});

/** One call of the walk; what it finds is removed, as the active cycle does. Answers whether it found anything. */
function walk(checked: Checked, nowMs: number, limit: number): boolean {
  const slot = checked.table.nextDue(checked.table.tickAt(nowMs), limit);
  if (slot < 0) return false;
  const row = checked.rows.get(checked.table.addressAt(slot));
  if (row === undefined) throw new Error('the walk found an entry that is gone');
  expect(row.expiresMs).toBeLessThanOrEqual(nowMs);
  checked.remove(row);
  return true;
}

describe('ExpiryTable', () => {
  test('over any sequence each entry stands at the slot it knows, and walks find all that is due', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.integer({ min: 0, max: 9_000 }),
        (sequence, elapsed) => {
          const nowMs = ORIGIN + elapsed;
          const checked = new Checked();
          for (const { action, pick, ms, limit } of sequence) {
            const row = checked.pick(pick);
            if (action === 'add') checked.add(ms);
            else if (action === 'walk') walk(checked, nowMs, limit);
            else if (row === undefined) continue;
            else if (action === 'remove') checked.remove(row);
            else if (action === 'update') checked.update(row, ms);
            else checked.relocate(row);
            checked.check();
          }
          const tick = checked.table.tickAt(nowMs);
          for (let calls = 0; checked.table.mayHaveDue(tick); calls++) {
            walk(checked, nowMs, 5);
            expect(calls).toBeLessThan(1_000);
          }
          const due = [...checked.rows.values()].filter(({ expiresMs }) => expiresMs <= nowMs - TICK);
          expect(due).toEqual([]);
          checked.check();
        },
      ),
    );
  });

  test('an entry whose tick has begun is due; one that is due has begun its tick within 64 ms', () => {
    const table = new ExpiryTable(ORIGIN, { tableBytes: 0 });
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 8 * YEAR_MS }),
        fc.integer({ min: -200, max: 200 }),
        (ms, difference) => {
          const expiresMs = ORIGIN + ms;
          const nowMs = expiresMs + difference;
          const slot = table.add(1, expiresMs);
          const begun = table.tickOf(slot) <= table.tickAt(nowMs);
          if (ms >= 0 && begun) expect(nowMs).toBeGreaterThanOrEqual(expiresMs);
          if (difference >= TICK && nowMs >= ORIGIN) expect(begun).toBe(true);
        },
      ),
    );
  });

  test('times beyond the last tick and before the origin stay within the table', () => {
    const table = new ExpiryTable(ORIGIN, { tableBytes: 0 });
    expect(table.tickOf(table.add(1, 2 ** 62))).toBe(0xffffffff);
    expect(table.tickOf(table.add(2, 0))).toBe(0);
    expect(table.mayHaveDue(0)).toBe(true);
  });

  test('slots come and go by segments', () => {
    const total = { tableBytes: 0 };
    const table = new ExpiryTable(ORIGIN, total);
    expect([table.memory, table.reserved]).toEqual([0, 0]);
    table.add(1, ORIGIN);
    expect([table.memory, table.reserved]).toEqual([8, 64]);
    for (let n = 1; n < 100_000; n++) table.add(n + 1, ORIGIN + n);
    expect([table.memory, table.reserved]).toEqual([800_000, 4 * 32_768 * 8]);
    const wrong = Array.from({ length: 100_000 }, (_, n) => n).filter((n) => table.addressAt(n) !== n + 1);
    expect(wrong).toEqual([]);
    let moved = 0;
    for (let n = 99_999; n > 0; n--) moved += table.remove(n);
    expect(moved).toBe(0);
    expect([table.memory, table.reserved]).toEqual([8, 2 * 32_768 * 8]);
    expect(table.addressAt(0)).toBe(1);
    table.clear();
    expect([table.size, table.memory, table.reserved, total.tableBytes]).toEqual([0, 0, 0, 0]);
    expect(table.mayHaveDue(1e9)).toBe(false);
  });

  test('the average time to live is that of the slots', () => {
    const table = new ExpiryTable(ORIGIN, { tableBytes: 0 });
    expect(table.averageTtl(ORIGIN, 10)).toBe(0);
    for (const ticks of [0, 10, 20]) table.add(1, ORIGIN + ticks * TICK);
    expect(table.averageTtl(ORIGIN, 10)).toBe(10 * TICK);
    expect(table.averageTtl(ORIGIN + 10 * TICK, 10)).toBe(213);
  });
});
