import type { Context } from '../../execution/context.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { ReplyError } from '../../resp/reply-errors.ts';

/** DEBUG PROTOCOL: one reply of each kind that RESP has, for the authors of clients. */
const REPLIES: Readonly<Record<string, (reply: ReplyWriter) => void>> = {
  string: (reply) => reply.bulkLatin1('Hello World'),
  integer: (reply) => reply.integer(12345),
  double: (reply) => reply.double(3.141),
  bignum: (reply) => reply.bigNumber('1234567999999999999999999999999999999'),
  null: (reply) => reply.null(),
  array(reply) {
    reply.array(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  set(reply) {
    reply.set(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  map(reply) {
    reply.map(3);
    for (let i = 0; i < 3; i++) {
      reply.integer(i);
      reply.boolean(i === 1);
    }
  },
  attrib(reply) {
    if (reply.protocol === 3) {
      reply.attribute(1);
      reply.bulkLatin1('key-popularity');
      reply.array(2);
      reply.bulkLatin1('key:123');
      reply.integer(90);
    }
    reply.bulkLatin1('Some real reply following the attribute');
  },
  push(reply) {
    if (reply.protocol < 3) throw NOT_IN_RESP2;
    reply.push(2);
    reply.bulkLatin1('server-cpu-usage');
    reply.integer(42);
    reply.bulkLatin1('Some real reply following the push reply');
  },
  verbatim: (reply) => reply.verbatim('This is a verbatim\nstring'),
  true: (reply) => reply.boolean(true),
  false: (reply) => reply.boolean(false),
};

const NOT_IN_RESP2 = new ReplyError('ERR RESP2 is not supported by this command');
const WRONG_KIND = new ReplyError(
  'ERR Wrong protocol type name. Please use one of the following: ' +
    'string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
);

export function replyOfKind({ args, reply }: Context): void {
  const kind = args.latin1().toLowerCase();
  if (!Object.hasOwn(REPLIES, kind)) throw WRONG_KIND;
  REPLIES[kind](reply);
}
