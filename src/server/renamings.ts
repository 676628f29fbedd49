import type { ConfigLine } from '../config/file-errors.ts';
import { ConfigFileError } from '../config/file-errors.ts';

/** Who can give a command another name; answers what is wrong with it. */
export interface RenamesCommands {
  renameCommand(from: string, to: string): string | undefined;
}

/** The `rename-command` lines: kept while the configuration is read, obeyed once the commands are known. */
export class Renamings {
  private readonly wanted: { readonly from: string; readonly to: string; readonly line: ConfigLine }[] = [];

  /** For the hooks of `loadConfig`. */
  readonly add = (from: string, to: string, line: ConfigLine): undefined => {
    this.wanted.push({ from, to, line });
  };

  /** Throws a ConfigFileError for a line that cannot be obeyed. */
  applyTo(server: RenamesCommands): void {
    for (const { from, to, line } of this.wanted) {
      const error = server.renameCommand(from, to);
      if (error !== undefined) throw new ConfigFileError(error, line);
    }
  }
}
