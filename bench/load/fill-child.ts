import { answer } from './child.ts';
import { fill, type Fill } from './generator.ts';

/** The first message says nothing: its answer tells that this process runs. */
answer<Fill | Record<string, never>>(async (what) => {
  if ('keys' in what) await fill(what as Fill);
});
