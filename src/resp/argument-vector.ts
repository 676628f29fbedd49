import { Bytes, copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';

/**
 * The arguments of one command: ranges in one memory, the command's name first. Filled by the request parser in place
 * in the read buffer; valid until the next command is parsed.
 */
export class ArgumentVector {
  bytes: Bytes = EMPTY_BYTES;
  count = 0;
  starts = new Int32Array(INITIAL_ARGUMENTS);
  lengths = new Int32Array(INITIAL_ARGUMENTS);
  /** The index of a key whose hash is known already (-1: of none), and that hash. */
  hashedKey = -1;
  keyHash = 0;
  /** Where its block was seen, or 0, and the stamp of the table that it was seen in. */
  keyAddress = 0;
  keyStamp = 0;

  push(start: number, length: number): void {
    if (this.count === this.starts.length) this.widen();
    this.starts[this.count] = start;
    this.lengths[this.count++] = length;
  }

  clear(bytes: Bytes): void {
    this.bytes = bytes;
    this.count = 0;
    this.hashedKey = -1;
    if (this.starts.length > KEPT_ARGUMENTS) {
      this.starts = new Int32Array(INITIAL_ARGUMENTS);
      this.lengths = new Int32Array(INITIAL_ARGUMENTS);
    }
  }

  /** A copy over memory of its own, for commands that wait. */
  detach(): ArgumentVector {
    const copy = new ArgumentVector();
    let total = 0;
    for (let i = 0; i < this.count; i++) total += this.lengths[i];
    copy.bytes = Bytes.uninitialised(total);
    let at = 0;
    for (let i = 0; i < this.count; i++) {
      const length = this.lengths[i];
      copyBytes(this.bytes, this.starts[i], copy.bytes, at, length);
      copy.push(at, length);
      at += length;
    }
    return copy;
  }

  private widen(): void {
    const starts = new Int32Array(this.starts.length * 2);
    const lengths = new Int32Array(this.lengths.length * 2);
    starts.set(this.starts);
    lengths.set(this.lengths);
    this.starts = starts;
    this.lengths = lengths;
  }
}

const INITIAL_ARGUMENTS = 16;
const KEPT_ARGUMENTS = 4096;
