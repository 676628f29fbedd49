import { boolean, enumeration } from '../types/words.ts';
import { integer, memory } from '../types/numeric.ts';
import { optionalText, text } from '../types/text.ts';
import { checkAnnouncedHostname, checkAnnouncedNodeName } from './checks.ts';
import { INT32_MAX, INT64_MAX, MAX_PORT, UINT64_MAX } from './bounds.ts';

/** Cluster mode. `cluster/` applies these. */
export const CLUSTER = {
  'cluster-enabled': boolean({ default: false, immutable: true, about: 'Be a node of a cluster.' }),
  'cluster-config-file': text({
    default: 'nodes.conf',
    immutable: true,
    about: 'File in which the node keeps what it knows of the cluster. Not to be edited.',
  }),
  'cluster-port': integer({
    default: 0,
    min: 0,
    max: MAX_PORT,
    immutable: true,
    about: 'Port of the cluster bus. 0: the port for clients plus 10000.',
  }),
  'cluster-node-timeout': integer({
    default: 15000,
    min: 0,
    max: INT64_MAX,
    about: 'Milliseconds of silence after which a node counts as failing.',
  }),
  'cluster-ping-interval': integer({
    default: 0,
    min: 0,
    max: INT64_MAX,
    hidden: true,
    about: 'Milliseconds between two PINGs to a node. 0: as the timeout asks.',
  }),
  'cluster-replica-validity-factor': integer({
    default: 10,
    min: 0,
    max: INT32_MAX,
    alias: 'cluster-slave-validity-factor',
    about: 'Times the node timeout that a replica may lag and still take over. 0: any.',
  }),
  'cluster-migration-barrier': integer({
    default: 1,
    min: 0,
    max: INT32_MAX,
    about: 'Replicas that a primary keeps before one may move to a primary without any.',
  }),
  'cluster-allow-replica-migration': boolean({ default: true, about: 'Let replicas move so.' }),
  'cluster-require-full-coverage': boolean({
    default: true,
    about: 'Refuse all commands while any slot has no node; else only those of such slots.',
  }),
  'cluster-replica-no-failover': boolean({
    default: false,
    alias: 'cluster-slave-no-failover',
    about: 'Never take over from a failing primary by itself.',
  }),
  'cluster-allow-reads-when-down': boolean({
    default: false,
    about: 'Answer reads of own slots while the cluster is down.',
  }),
  'cluster-allow-pubsubshard-when-down': boolean({
    default: true,
    about: 'Serve sharded pub/sub of own slots while the cluster is down.',
  }),
  'cluster-link-sendbuf-limit': memory({
    default: 0,
    min: 0,
    max: UINT64_MAX,
    unsigned: true,
    about: 'Bytes that may wait on a link of the cluster bus before it is cut. 0: no limit.',
  }),
  'cluster-announce-ip': optionalText({ about: 'Address to tell the cluster. Not set: the one that it sees.' }),
  'cluster-announce-hostname': optionalText({
    check: checkAnnouncedHostname,
    about: 'Host name to tell clients.',
  }),
  'cluster-announce-human-nodename': optionalText({
    check: checkAnnouncedNodeName,
    about: 'Name of this node in logs.',
  }),
  'cluster-announce-port': announcedPort('Port for clients to tell the cluster. 0: the real one.'),
  'cluster-announce-tls-port': announcedPort('TLS port to tell the cluster. 0: the real one.'),
  'cluster-announce-bus-port': announcedPort('Port of the bus to tell the cluster. 0: the real one.'),
  'cluster-preferred-endpoint-type': enumeration({
    default: 'ip',
    names: ['ip', 'hostname', 'unknown-endpoint'],
    about: 'What clients are sent to: the address, the host name, or whatever they have connected to.',
  }),
  'cluster-compatibility-sample-ratio': integer({
    default: 0,
    min: 0,
    max: 100,
    about: 'Percentage of commands checked for what a cluster would not allow, counted in INFO. 0: none.',
  }),
} as const;

function announcedPort(about: string): ReturnType<typeof integer> {
  return integer({ default: 0, min: 0, max: MAX_PORT, about });
}
