import { type JsonValue } from "../json/json_value";
import { type ChangedPart, type TextBlocks } from "../json/text_blocks";

/** What the backend said about one user's roster. */
export type Answer = RosterText | Unchanged | { kind: "empty" } | { kind: "gone" } | Failure;

/** A roster in JSON. */
export interface RosterText {
  kind: "roster";
  text: string;
  /** Where it has been taken already. */
  fingerprint?: string;
  etag?: string;
  /** Where it has been decoded already. */
  document?: JsonValue;
  /** The same, where it is long. */
  ahead?: ReadAhead;
  /** In which it was decoded. */
  blocks?: TextBlocks;
  /** What is new in it, where no more was decoded. */
  part?: ChangedPart;
}

/** A long roster, read in slices before it is compared with whatever is held by then. */
export interface ReadAhead {
  /** By JID; `false` for a contact that can't be used. */
  items: LuaTable<string, RosterItem | false>;
  faults: string[];
  is_irregular?: boolean;
}

/** The roster is what was known when it was asked for. */
export interface Unchanged {
  kind: "unchanged";
  etag?: string;
}

/** A fetch that brought no roster. */
export interface Failure {
  kind: "failed";
  problem: string;
  /**
   * `backend`: it is the backend that fails, not this request; `answer`: its answer is no roster; `refused`: it would say so again;
   * `unknown`: it knows no such user; `away`: it was not asked.
   */
  cause: "backend" | "answer" | "refused" | "unknown" | "away";
  /** Seconds not to ask for, as the backend wishes. */
  retry_after?: number;
}

/** What a roster's text is recognised by. Each text has a record of its own. */
export interface Known {
  etag?: string;
  fingerprint?: string;
  size?: number;
  blocks?: TextBlocks;
}

/** Who waits for a request: a user who logs in; the backend that called, or a user online; others who ask about the user. */
export type RequestClass = "login" | "notice" | "outsider";

/** One user's roster, wanted. */
export interface Wish {
  username: string;
  request_class: RequestClass;
  state: "queued" | "sent" | "ended";
  /** It was sent together with others. */
  is_in_batch: boolean;
  /** Its place in the order of all that is told and asked: the answer is what the backend knew then or later. Of one that was sent. */
  order: number;
  /** When it was sent (monotonic seconds). */
  sent_at: number;
  /** What was held when it was sent, if that is what the backend has given. */
  known?: Known;
}
