import { type JsonValue } from "../json/json_value";
import { type ChangedPart, type TextBlocks } from "../json/text_blocks";

/** What the backend said about one user's roster. */
export type Answer = RosterText | Unchanged | { kind: "empty" } | { kind: "gone" } | Failure;

/** A roster in JSON. */
export interface RosterText {
  kind: "roster";
  text: string;
  /** Not there if a part says all. */
  fingerprint?: string;
  etag?: string;
  /** Where it has been decoded already. */
  document?: JsonValue;
  /** In which it was decoded. */
  blocks?: TextBlocks;
  /** What is new in it, where no more was decoded. */
  part?: ChangedPart;
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
  /** It is the backend that fails, not this request: trying again may help. */
  passing: boolean;
  /** Seconds not to ask for, as the backend wishes. */
  retry_after?: number;
}

/** What is known of a roster's text, by which it is recognised. */
export interface Known {
  etag?: string;
  fingerprint?: string;
  size?: number;
  blocks?: TextBlocks;
}

/**
 * One user's roster, wanted.
 * @noSelf
 */
export interface Wish {
  username: string;
  /** Someone waits for it to log in: before all that are not. */
  urgent: boolean;
  /** Called when the request goes out. */
  on_sent: () => Known | undefined;
  on_answer: (answer: Answer) => void;
  /** Set once it has left the line. */
  taken?: boolean;
  known?: Known;
}
