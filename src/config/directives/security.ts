import { enumeration } from '../types/words.ts';
import { integer } from '../types/numeric.ts';
import { secret, text } from '../types/text.ts';
import { INT64_MAX } from './bounds.ts';

const PROTECTED_ACTION = ['no', 'yes', 'local'] as const;

/** Who may do what. `acl/` and the protected commands apply these. */
export const SECURITY = {
  requirepass: secret({ about: 'Password of the default user. Not set: clients need none.' }),
  aclfile: text({
    default: '',
    immutable: true,
    about:
      'File of users, instead of "user" lines in this one. Empty: none. Kept as yet: there are no users but the default.',
  }),
  'acllog-max-len': integer({
    default: 128,
    min: 0,
    max: INT64_MAX,
    about: 'Refused commands and log-ins that ACL LOG remembers.',
  }),
  'acl-pubsub-default': enumeration({
    default: 'resetchannels',
    names: ['allchannels', 'resetchannels'],
    about: 'Channels that a new user may use: all or none.',
  }),
  'enable-protected-configs': enumeration({
    default: 'no',
    names: PROTECTED_ACTION,
    immutable: true,
    about: 'Who may set dir and dbfilename with CONFIG SET: nobody, everybody, or clients on this machine.',
  }),
  'enable-debug-command': enumeration({
    default: 'no',
    names: PROTECTED_ACTION,
    immutable: true,
    about: 'Who may use DEBUG.',
  }),
  'enable-module-command': enumeration({
    default: 'no',
    names: PROTECTED_ACTION,
    immutable: true,
    about: 'Who may use MODULE.',
  }),
} as const;
