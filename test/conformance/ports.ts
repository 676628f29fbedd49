import { createServer, type Server } from 'node:net';

/** The suite's own port stands up to 32 below its first server's; cluster buses 10,000 above each server's. */
export interface PortRange {
  readonly base: number;
  readonly count: number;
  release(): void;
}

const FIRST = 20_000;
const BLOCK = 600;
const BLOCKS = 18;
const FOR_THE_SUITE = 64;

/** A range that no other run of this machine uses: the block's first port is held as long as the run lasts. */
export async function claimPorts(): Promise<PortRange> {
  const start = Math.floor(Math.random() * BLOCKS);
  for (let tried = 0; tried < BLOCKS; tried++) {
    const first = FIRST + ((start + tried) % BLOCKS) * BLOCK;
    const held = await hold(first);
    if (held === undefined) continue;
    return { base: first + FOR_THE_SUITE, count: BLOCK - FOR_THE_SUITE, release: () => void held.close() };
  }
  throw new Error(`no free range of ports from ${FIRST} on`);
}

function hold(port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => done(server));
  });
}
