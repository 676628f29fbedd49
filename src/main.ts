import { parseCommandLine } from './cli.ts';
import { run } from './server/run.ts';

const command = parseCommandLine(process.argv.slice(2));
if (command.kind === 'print') {
  process[command.stream].write(command.text);
  process.exitCode = command.exitCode;
} else {
  await run(command);
}
