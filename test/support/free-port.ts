import { createServer } from 'node:net';

/** A TCP port on `host` that was free a moment ago. Another process may take it before the caller binds it. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error(`no TCP address on ${host}`);
  return address.port;
}

/** Whether this machine can listen on the IPv6 loopback address. */
export async function hasIpv6(): Promise<boolean> {
  return freePort('::1').then(
    () => true,
    () => false,
  );
}
