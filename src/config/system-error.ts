export { describeSystemError } from '../util/system-error.ts';

/** The code of a system call's error, such as `ENOENT`, or undefined when `error` is none. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
