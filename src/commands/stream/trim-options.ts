import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { PropagatedArgument } from '../../execution/context.ts';
import type { PackingLimits } from '../../datatypes/packing.ts';
import {
  LIMIT_WITHOUT_APPROXIMATION,
  LIMIT_WITHOUT_STRATEGY,
  MAXLEN_WITH_MINID,
  NEGATIVE_STREAM_LIMIT,
  NEGATIVE_STREAM_MAXLEN,
  TRIM_WITHOUT_STRATEGY,
} from '../../resp/reply-errors.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { ReferencePolicy, Trimming } from '../../structures/stream-trim.ts';
import { ACKNOWLEDGED_ONLY, DELETE_REFERENCES, KEEP_REFERENCES } from '../../structures/stream-trim.ts';
import type { Stream } from '../../structures/stream.ts';
import { EntryCursor } from '../../structures/stream-cursor.ts';
import { readId } from './ids.ts';

/** The options of XADD and XTRIM that say what to trim. */
const MAXLEN = keyword('MAXLEN');
const MINID = keyword('MINID');
const LIMIT = keyword('LIMIT');
const KEEPREF = keyword('KEEPREF');
const DELREF = keyword('DELREF');
const ACKED = keyword('ACKED');
const APPROXIMATELY = 126;
const EXACTLY = 61;

/** Entries that an approximate trimming takes at once, at most, where LIMIT does not say: of so many full nodes. */
const NODES_AT_ONCE = 100;
const DEFAULT_LIMIT = 10_000;
const GREATEST_LIMIT = 1_000_000;

/** Reads KEEPREF, DELREF or ACKED; undefined, and nothing read, where it is none of them. */
export function takePolicy(args: Args): ReferencePolicy | undefined {
  if (args.take(KEEPREF)) return KEEP_REFERENCES;
  if (args.take(DELREF)) return DELETE_REFERENCES;
  return args.take(ACKED) ? ACKNOWLEDGED_ONLY : undefined;
}

/** The options as they come. One is used for command after command. */
export class TrimOptions implements Trimming {
  /** Whether any trimming was asked for. */
  given = false;
  maxLength = 0;
  byLength = false;
  readonly minId = new StreamId();
  approximate = false;
  limit = 0;
  references: ReferencePolicy = KEEP_REFERENCES;
  /** The index of the threshold among the arguments. */
  private thresholdAt = 0;
  private limitGiven = false;
  private policyGiven = false;

  clear(): void {
    this.given = false;
    this.approximate = false;
    this.limit = 0;
    this.references = KEEP_REFERENCES;
    this.limitGiven = false;
    this.policyGiven = false;
  }

  /** Reads one option with its value. False, and nothing read, where the next argument is none. */
  take(args: Args): boolean {
    if (!this.policyGiven) {
      const policy = takePolicy(args);
      if (policy !== undefined) {
        this.policyGiven = true;
        this.references = policy;
        return true;
      }
    }
    if (args.remaining < 2) return false;
    if (args.take(MAXLEN)) this.readMaxLength(args);
    else if (args.take(MINID)) this.readMinId(args);
    else if (args.take(LIMIT)) this.readLimit(args);
    else return false;
    return true;
  }

  /** All options are read: sees that they agree, and sets the limit that holds without LIMIT. */
  finish({ streamNodeEntries }: PackingLimits, required: boolean): void {
    if (this.limit > 0 && !this.given) throw LIMIT_WITHOUT_STRATEGY;
    if (required && !this.given) throw TRIM_WITHOUT_STRATEGY;
    if (this.limitGiven && !this.approximate) throw LIMIT_WITHOUT_APPROXIMATION;
    if (this.limitGiven || !this.approximate) return;
    const limit = streamNodeEntries * NODES_AT_ONCE;
    this.limit = limit > 0 ? Math.min(limit, GREATEST_LIMIT) : DEFAULT_LIMIT;
  }

  /**
   * What others must be told in the place of an approximate threshold, once it has trimmed: which entries it has left.
   * @param rewritten the arguments behind the command's name
   */
  replaceThreshold(rewritten: PropagatedArgument[], stream: Stream): void {
    rewritten[this.thresholdAt - 2] = '=';
    rewritten[this.thresholdAt - 1] = this.byLength ? stream.size : firstIdOf(stream);
  }

  private readMaxLength(args: Args): void {
    this.begin(args);
    this.byLength = true;
    this.maxLength = args.integer();
    if (this.maxLength < 0) throw NEGATIVE_STREAM_MAXLEN;
  }

  private readMinId(args: Args): void {
    this.begin(args);
    this.byLength = false;
    readId(args, args.next(), this.minId);
  }

  /** Reads `=` or `~`, where something follows. */
  private begin(args: Args): void {
    if (this.given) throw MAXLEN_WITH_MINID;
    this.given = true;
    const index = args.next();
    const first = args.bytes.u8[args.at(index)];
    const isOperator = args.length(index) === 1 && args.remaining > 0 && (first === APPROXIMATELY || first === EXACTLY);
    this.approximate = isOperator && first === APPROXIMATELY;
    this.thresholdAt = isOperator ? index + 1 : index;
    args.seek(this.thresholdAt);
  }

  private readLimit(args: Args): void {
    this.limit = args.integer();
    if (this.limit < 0) throw NEGATIVE_STREAM_LIMIT;
    this.limitGiven = true;
  }
}

/** The first ID that a stream has still a place for, be its entry deleted or not. */
function firstIdOf(stream: Stream): string {
  if (stream.index.length === 0) return GREATEST_ID;
  cursor.enterNode(stream.nodes, stream.index.first);
  cursor.nextInNode();
  return cursor.id.toString();
}

const cursor = new EntryCursor();
const GREATEST_ID = new StreamId().setGreatest().toString();
