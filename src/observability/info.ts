/** A line of INFO: `name:value`. */
export type InfoField = readonly [name: string, value: string | number];

/** A part of INFO under its heading. */
export interface InfoSection {
  /** As the heading spells it: `Server`. INFO is asked for it in any case. */
  readonly title: string;
  /** Another name that it is asked for by. */
  readonly alias?: string;
  /** It belongs to what INFO tells without being asked for anything in particular. */
  readonly isDefault: boolean;
  /** Neither `all` nor `everything` shows it. */
  readonly isHidden?: boolean;
  fields(): Iterable<InfoField>;
}

const EVERYTHING = new Set(['all', 'everything']);

/** What the server tells of itself, in sections that always come in one order. */
export class Info {
  private readonly sections: readonly InfoSection[];

  constructor(sections: readonly InfoSection[]) {
    this.sections = sections;
  }

  /** The text of the sections of these names, `default`, `all` and `everything` among them; none means `default`. */
  text(names: readonly string[]): string {
    const wanted = new Set(names.length === 0 ? ['default'] : names.map((name) => name.toLowerCase()));
    const all = names.some((name) => EVERYTHING.has(name.toLowerCase()));
    return this.sections
      .filter((section) => (all && section.isHidden !== true) || isWanted(section, wanted))
      .map(textOf)
      .join('\r\n');
  }

  /** The fields of the sections of these titles. */
  *fieldsOf(titles: readonly string[]): Generator<InfoField> {
    for (const section of this.sections) if (titles.includes(section.title)) yield* section.fields();
  }
}

function isWanted({ title, alias, isDefault }: InfoSection, wanted: ReadonlySet<string>): boolean {
  if (isDefault && wanted.has('default')) return true;
  return wanted.has(title.toLowerCase()) || (alias !== undefined && wanted.has(alias));
}

function textOf(section: InfoSection): string {
  let text = `# ${section.title}\r\n`;
  for (const [name, value] of section.fields()) text += `${name}:${value}\r\n`;
  return text;
}
