import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { TYPE_LIST, TYPE_SET, TYPE_ZSET } from '../../datatypes/value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Database } from '../../keyspace/database.ts';
import { WRONG_TYPE } from '../../resp/reply-errors.ts';
import type { ByteList } from '../../structures/byte-list.ts';
import type { Key } from '../../structures/key.ts';
import type { Text } from './sort-pattern.ts';

/** The key that SORT sorts: a list, a set or a sorted set, or nothing at all, which is an empty list. */
export class SortSource {
  /** TYPE_LIST, TYPE_SET or TYPE_ZSET. */
  type = TYPE_LIST;
  size = 0;
  private readonly elements: ByteList;
  private readonly take = ({ bytes, at, length }: Text): void => this.elements.add(bytes, at, length);

  /** `elements`: what it copies elements to. */
  constructor(elements: ByteList) {
    this.elements = elements;
  }

  /** Looks the key up. Throws WRONG_TYPE where it cannot be sorted. */
  open(db: Database, key: Key): void {
    const address = db.findRead(key);
    this.type = address === 0 ? TYPE_LIST : db.entries.head & TYPE_MASK;
    this.size = 0;
    if (address === 0) return;
    const value = SORTABLE.find(({ code }) => code === this.type);
    if (value === undefined) throw WRONG_TYPE;
    value.view.bind(db.entries, address, key.hash);
    // As in Redis, a sorted set that was sorted once is no listpack any more.
    if (this.type === TYPE_ZSET) ZSetValue.view.expect(Infinity);
    this.size = value.view.size;
  }

  /** Whether its elements have an order of their own. */
  get isOrdered(): boolean {
    return this.type !== TYPE_SET;
  }

  /** Copies all elements. */
  copyAll(): void {
    this.elements.clear();
    if (this.type === TYPE_SET) {
      SetValue.view.forEach(this.take);
    } else if (this.size > 0) {
      this.copyRange(0, this.size - 1);
    }
  }

  /**
   * Copies `count` elements from an index on, counted from the end where `descending`: then the last one copied is the
   * first wanted. For what is ordered only.
   */
  copySome(first: number, count: number, descending: boolean): void {
    this.elements.clear();
    if (count <= 0) return;
    const start = descending ? this.size - first - count : first;
    this.copyRange(start, start + count - 1);
  }

  private copyRange(first: number, last: number): void {
    if (this.type === TYPE_ZSET) ZSetValue.view.forEachByRank(first, last, false, this.take);
    else ListValue.view.forEachRange(first, last, this.take);
  }
}

const SORTABLE = [ListValue, SetValue, ZSetValue];
