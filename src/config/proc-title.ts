/** What the variables of `proc-title-template` stand for. */
export interface ProcTitleVariables {
  readonly title: string;
  /** `address:port` of the first listener, or `unixsocket:path`. */
  readonly 'listen-addr': string;
  /** ` [cluster]`, ` [sentinel]` or nothing. */
  readonly 'server-mode': string;
  readonly 'config-file': string;
  readonly port: string;
  readonly 'tls-port': string;
  readonly unixsocket: string;
}

const SAMPLE: ProcTitleVariables = {
  title: '',
  'listen-addr': '*:6379',
  'server-mode': '',
  'config-file': '-',
  port: '6379',
  'tls-port': '0',
  unixsocket: '',
};

/** A `{` behind which there is no variable, nor a second `{` that would stand for itself. */
const PART = /\{\{|\{([^{}][^}]*)?\}|\{/g;

/** The template with its variables filled in, without blanks at the ends; undefined when it is not well formed. */
export function expandProcTitle(template: string, variables: ProcTitleVariables): string | undefined {
  const known = new Map<string, string>(Object.entries(variables));
  let valid = true;
  const expanded = template.replace(PART, (part, name: string | undefined) => {
    if (part === '{{') return '{';
    const value = name === undefined ? undefined : known.get(name);
    valid &&= value !== undefined;
    return value ?? '';
  });
  return valid ? expanded.replace(/^ +| +$/g, '') : undefined;
}

/** What is wrong with a new template, or undefined. */
export function checkProcTitleTemplate(template: string): string | undefined {
  if (expandProcTitle(template, SAMPLE)) return undefined;
  return 'template format is invalid or contains unknown variables';
}
