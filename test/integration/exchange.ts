import { encodeCommand, RawClient } from '../support/raw-client.ts';
import type { RunningServer } from '../support/child-server.ts';

/** Sent after the bytes under test: its reply shows that the connection was still open and in step. */
export const MARKER = '$6\r\nmarker\r\n';

const MARKER_COMMAND = encodeCommand(['ECHO', 'marker']);

/**
 * Sends bytes on a connection of their own, ends its sending side and gathers everything the server sends until it
 * closes. With `marker`, an ECHO follows the bytes, so a reply without `MARKER` at its end means that the server closed
 * the connection or still waits for the rest of a frame.
 */
export async function exchange(server: RunningServer, bytes: string | Buffer, marker = true): Promise<string> {
  const client = await RawClient.connect(server);
  client.write(
    Buffer.concat([
      typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
      marker ? MARKER_COMMAND : Buffer.alloc(0),
    ]),
  );
  client.halfClose();
  const received = await client.readToEnd();
  await client.close();
  return received;
}

/** Commands as a client encodes them, in one string of bytes. */
export function commands(...list: string[][]): string {
  return list.map((args) => encodeCommand(args).toString('latin1')).join('');
}
