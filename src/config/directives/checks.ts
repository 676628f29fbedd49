import { untilNul } from '../byte-string.ts';

/** What is wrong with a value, in Redis's words, or undefined. Values are byte strings. */
type Check = (value: string) => string | undefined;

const MAX_HOSTNAME = 255;
const HOSTNAME = /^[A-Za-z0-9.-]*$/;
const NOT_IN_NODE_NAMES = /[\0!#$%&()*+:;<>?@[\]^{|}~]/;

const isBaseName = (value: string): boolean => !/[/\\]/.test(untilNul(value));

export const checkDbFilename: Check = (value) =>
  isBaseName(value) ? undefined : "dbfilename can't be a path, just a filename";

export const checkAppendFilename: Check = (value) => checkName(value, 'appendfilename', 'filename');

export const checkAppendDirname: Check = (value) => checkName(value, 'appenddirname', 'dirname');

function checkName(value: string, directive: string, what: string): string | undefined {
  if (untilNul(value) === '') return `${directive} can't be empty`;
  return isBaseName(value) ? undefined : `${directive} can't be a path, just a ${what}`;
}

export const checkAnnouncedHostname: Check = (value) => {
  const name = untilNul(value);
  if (name.length > MAX_HOSTNAME) return `Hostnames must be less than ${MAX_HOSTNAME + 1} characters`;
  return HOSTNAME.test(name) ? undefined : 'Hostnames may only contain alphanumeric characters, hyphens or dots';
};

export const checkAnnouncedNodeName: Check = (value) =>
  NOT_IN_NODE_NAMES.test(value) ? 'Announced human node name contained invalid character' : undefined;
