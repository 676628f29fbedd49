import { boolean, enumeration } from '../types/words.ts';
import { integer } from '../types/numeric.ts';
import { optionalText } from '../types/text.ts';
import { INT32_MAX, MAX_PORT } from './bounds.ts';

/** TLS. The TLS listener and connections to other servers apply these. */
export const TLS = {
  'tls-port': integer({ default: 0, min: 0, max: MAX_PORT, about: 'Port to accept TLS connections on. 0: none.' }),
  'tls-cert-file': optionalText({ volatile: true, about: "The server's certificate, in PEM form." }),
  'tls-key-file': optionalText({ volatile: true, about: "The server's private key, in PEM form." }),
  'tls-key-file-pass': optionalText({ sensitive: true, about: 'Password of the private key.' }),
  'tls-client-cert-file': optionalText({
    volatile: true,
    about: 'Certificate for connections to other servers. Not set: the one above.',
  }),
  'tls-client-key-file': optionalText({ volatile: true, about: 'Private key for connections to other servers.' }),
  'tls-client-key-file-pass': optionalText({ sensitive: true, about: 'Password of that private key.' }),
  'tls-dh-params-file': optionalText({ volatile: true, about: 'Diffie-Hellman parameters for old OpenSSL releases.' }),
  'tls-ca-cert-file': optionalText({ volatile: true, about: 'Certificate authorities to trust, in one file.' }),
  'tls-ca-cert-dir': optionalText({ volatile: true, about: 'Certificate authorities to trust, in a directory.' }),
  'tls-auth-clients': enumeration({
    default: 'yes',
    names: ['no', 'yes', 'optional'],
    about: 'Whether clients have to show a certificate (yes), need not (no), or may (optional).',
  }),
  'tls-replication': boolean({ default: false, about: 'Use TLS for the link to the primary.' }),
  'tls-cluster': boolean({ default: false, about: 'Use TLS on the cluster bus.' }),
  'tls-protocols': optionalText({
    about: 'Protocol versions to allow, such as "TLSv1.2 TLSv1.3". Not set: those two.',
  }),
  'tls-ciphers': optionalText({ about: 'Ciphers to allow up to TLS 1.2, in the form that OpenSSL reads.' }),
  'tls-ciphersuites': optionalText({ about: 'Cipher suites to allow in TLS 1.3.' }),
  'tls-prefer-server-ciphers': boolean({
    default: false,
    about: "Choose ciphers in the server's order instead of the client's.",
  }),
  'tls-session-caching': boolean({ default: true, about: 'Let clients that come back resume their session.' }),
  'tls-session-cache-size': integer({
    default: 20 * 1024,
    min: 0,
    max: INT32_MAX,
    about: 'Sessions to remember. 0: no limit.',
  }),
  'tls-session-cache-timeout': integer({
    default: 300,
    min: 0,
    max: INT32_MAX,
    about: 'Seconds for which a session is remembered.',
  }),
} as const;
