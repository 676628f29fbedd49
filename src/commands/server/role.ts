import { command } from '../../execution/command.ts';

/** Of a primary without replicas, which is all that there is so far. */
export const role = command({
  name: 'ROLE',
  group: 'server',
  since: '2.8.12',
  summary: 'Answers whether the server is a primary or a replica, and who follows whom.',
  complexity: 'O(1)',
  arity: 1,
  flags: ['noscript', 'loading', 'stale', 'fast'],
  categories: ['admin', 'dangerous'],
  handler({ reply }) {
    reply.array(3);
    reply.bulkLatin1('master');
    reply.integer(0);
    reply.array(0);
  },
});
