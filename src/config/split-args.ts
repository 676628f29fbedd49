export { quoteArg, splitArgs } from '../util/split-args.ts';
