/** Tags and addresses taken out of a chain of buckets, in reused memory. */
export class SlotList {
  count = 0;
  tags = new Int32Array(INITIAL_SLOTS);
  addresses = new Uint32Array(INITIAL_SLOTS);

  push(tag: number, address: number): void {
    if (this.count === this.tags.length) this.widen();
    this.tags[this.count] = tag;
    this.addresses[this.count++] = address;
  }

  /** Adds one of whose tag nobody will ask. */
  pushAddress(address: number): void {
    if (this.count === this.addresses.length) this.widen();
    this.addresses[this.count++] = address;
  }

  private widen(): void {
    const tags = new Int32Array(this.count * 2);
    const addresses = new Uint32Array(this.count * 2);
    tags.set(this.tags);
    addresses.set(this.addresses);
    this.tags = tags;
    this.addresses = addresses;
  }
}

const INITIAL_SLOTS = 48;
