import { caseName } from '../load/throughput.ts';
import { OURS, YARDSTICK, type AcceptedResults, type Measurements } from './results.ts';
import { ratio } from './targets.ts';

/*
 * results.svg: two groups of bars, one below the other. Colours follow the reader's light or dark page.
 *
 *   title
 *   SET 16 B P16  ████████████████ 1.41x        throughput: a bar for each server but the yardstick,
 *                 ██████████ 1.02x              with a line at 1, the yardstick itself
 *   redis-server  ████████████████ 122 B        memory for each key: a bar for each server
 */

const WIDTH = 760;
const LABEL_WIDTH = 170;
const BARS_WIDTH = 480;
const BAR_HEIGHT = 14;
const GAP = 10;
const LINE_HEIGHT = 22;

const STYLE = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 15px; }
  .note { fill: #57606a; font-size: 12px; }
  .ours { fill: #c8321f; }
  .other { fill: #8c959f; }
  .yardstick { stroke: #24292f; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .ours { fill: #ff6b57; }
    .other { fill: #6e7681; }
    .yardstick { stroke: #e6edf3; }
  }`;

interface Bar {
  readonly server: string;
  readonly value: number;
  readonly text: string;
}

interface Group {
  readonly label: string;
  readonly bars: readonly Bar[];
}

/** The picture, or undefined where too little has been measured to draw one. */
export function chart({ medians, measured }: AcceptedResults): string | undefined {
  const throughput = throughputGroups(medians.throughput ?? []);
  const memory = memoryGroups(medians.memory ?? {});
  if (throughput.length === 0 && memory.length === 0) return undefined;
  const [first] = Object.values(measured);
  const servers = (first?.servers ?? []).map(({ name, version }) => `${name} ${version}`).join(', ');
  const canvas = new Canvas();
  if (throughput.length > 0) {
    canvas.title(
      'Throughput, against redis-server in the same run',
      'redis-benchmark -c 50, random keys; more is better',
    );
    canvas.groups(throughput, 1);
  }
  if (memory.length > 0) {
    canvas.title('Resident memory for each key', '5 million keys of 16 bytes with values of 16 bytes; less is better');
    canvas.groups(memory, undefined);
  }
  canvas.note(
    `${servers}; ${first?.cpu ?? ''}, ${first?.cores ?? 0} cores, Node ${first?.node ?? ''}, ${first?.date ?? ''}`,
  );
  return canvas.svg();
}

/** Which cases stand in the picture: enough to see the shape, few enough to read. */
const isDrawn = (valueSize: number, pipeline: number): boolean => (valueSize <= 16 ? valueSize !== 3 : pipeline === 16);

function throughputGroups(results: NonNullable<Measurements['throughput']>): Group[] {
  return results
    .filter(({ valueSize, pipeline }) => isDrawn(valueSize, pipeline))
    .map((result) => ({
      label: caseName(result),
      bars: Object.keys(result.servers)
        .filter((server) => server !== YARDSTICK)
        .flatMap((server) => {
          const value = ratio(result, 'throughput', server);
          return value === undefined ? [] : [{ server, value, text: `${value.toFixed(2)}x${otherName(server)}` }];
        }),
    }))
    .filter(({ bars }) => bars.length > 0);
}

const memoryGroups = (memory: NonNullable<Measurements['memory']>): Group[] =>
  Object.entries(memory).map(([server, { perKey }]) => ({
    label: server,
    bars: [{ server, value: perKey, text: `${perKey.toFixed(0)} bytes` }],
  }));

const otherName = (server: string): string => (server === OURS ? '' : ` ${server}`);

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[<>&"]/g, (character) => ENTITIES[character] ?? character);

/** Draws downwards from the top. */
class Canvas {
  readonly #shapes: string[] = [];
  #y = GAP;

  title(title: string, note: string): void {
    this.#y += LINE_HEIGHT;
    this.#text(GAP, title, 'title');
    this.#y += LINE_HEIGHT - 4;
    this.#text(GAP, note, 'note');
    this.#y += GAP;
  }

  note(text: string): void {
    this.#y += LINE_HEIGHT;
    this.#text(GAP, text, 'note');
  }

  /** Bars to one scale, with a line at `mark`. */
  groups(groups: readonly Group[], mark: number | undefined): void {
    const most = Math.max(mark ?? 0, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
    const scale = BARS_WIDTH / most;
    const top = this.#y;
    for (const { label, bars } of groups) {
      for (const [index, { server, value, text }] of bars.entries()) {
        if (index === 0) this.#shapes.push(textAt(LABEL_WIDTH - GAP, this.#y + 12, label, 'label', 'end'));
        const kind = server === OURS ? 'ours' : 'other';
        this.#shapes.push(
          `<rect class="${kind}" x="${LABEL_WIDTH}" y="${this.#y}" width="${(value * scale).toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>`,
          textAt(LABEL_WIDTH + value * scale + 6, this.#y + 12, text, 'value', 'start'),
        );
        this.#y += BAR_HEIGHT + 3;
      }
      this.#y += GAP / 2;
    }
    if (mark === undefined) return;
    const x = (LABEL_WIDTH + mark * scale).toFixed(1);
    this.#shapes.push(`<line class="yardstick" x1="${x}" x2="${x}" y1="${top - 4}" y2="${this.#y}"/>`);
  }

  #text(x: number, text: string, kind: string): void {
    this.#shapes.push(textAt(x, this.#y, text, kind, 'start'));
  }

  svg(): string {
    const height = this.#y + GAP;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>cinnabar beside redis-server, measured</title>
<style>${STYLE}
</style>
${this.#shapes.join('\n')}
</svg>
`;
  }
}

const textAt = (x: number, y: number, text: string, kind: string, anchor: string): string =>
  `<text class="${kind}" x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escape(text)}</text>`;
