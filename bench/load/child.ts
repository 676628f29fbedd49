import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Fill } from './generator.ts';
import { moveAside, prioritise, YIELDING } from './priority.ts';

/*
 * Load and probes run in processes of their own: what one of them does must not delay the clock of another.
 * A child answers each message with one message: { value } or { error }.
 */

type Answer = { readonly value: unknown } | { readonly error: string };

export class Child {
  readonly #module: string;
  readonly #process: ChildProcess;

  constructor(module: string, nice = 0) {
    this.#module = module;
    this.#process = fork(new URL(module, import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const { pid } = this.#process;
    if (pid === undefined) return;
    if (nice !== 0) prioritise(pid, nice);
    if (nice === YIELDING) moveAside(pid);
  }

  /** The child's answer. Throws what the child threw, or when it ended. */
  async ask(message: object): Promise<unknown> {
    const answered = once(this.#process, 'message') as Promise<[Answer]>;
    const ended = once(this.#process, 'exit').then((): [Answer] => [{ error: `${this.#module} ended` }]);
    this.#process.send(message);
    const [answer] = await Promise.race([answered, ended]);
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }
}

/** In a child: answers each message with what `handle` makes of it. The child ends with its parent. */
export function answer<T>(handle: (message: T) => unknown): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    void (async () => handle(message as T))().then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
}

/** Writes keys into servers, from a process of its own that runs before the first key is asked for. */
export class Filler {
  readonly #child = new Child('./fill-child.ts', YIELDING);

  static async start(): Promise<Filler> {
    const filler = new Filler();
    await filler.#child.ask({});
    return filler;
  }

  async fill(what: Fill): Promise<void> {
    await this.#child.ask(what);
  }

  async end(): Promise<void> {
    await this.#child.end();
  }
}

/** Writes keys into one server, from a process that ends with it. */
export async function fillServer(what: Fill): Promise<void> {
  const filler = await Filler.start();
  try {
    await filler.fill(what);
  } finally {
    await filler.end();
  }
}
