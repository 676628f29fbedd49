import type { Config } from '../config/config.ts';
import { expandProcTitle } from '../config/proc-title.ts';

const NAME = 'cinnabar';

/** The title of the process, as `ps` shows it, by `proc-title-template`. */
export function processTitle(config: Config): string {
  const port = config.get('port');
  const tlsPort = config.get('tls-port');
  const unixsocket = config.get('unixsocket') ?? '';
  const address = config.get('bind')[0] ?? '*';
  const title = expandProcTitle(config.get('proc-title-template'), {
    title: NAME,
    'listen-addr':
      port === 0 && tlsPort === 0 ? `unixsocket:${unixsocket}` : `${address}:${port === 0 ? tlsPort : port}`,
    'server-mode': config.get('cluster-enabled') ? '[cluster]' : '',
    'config-file': config.file ?? '-',
    port: String(port),
    'tls-port': String(tlsPort),
    unixsocket,
  });
  return title ?? NAME;
}

/** Keeps the title in step with the configuration. The system cuts it at the length of the command line. */
export function bindProcessTitle(config: Config): void {
  if (!config.get('set-proc-title')) return;
  const update = (): void => {
    process.title = processTitle(config);
  };
  update();
  config.onChange('proc-title-template', update);
  config.onChange('port', update);
  config.onChange('bind', update);
}
