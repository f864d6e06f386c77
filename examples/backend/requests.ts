import type { Action, Question } from "./decide.ts";

/** What the application does not do, and why; for the client's user to read, too. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Fields = Record<string, unknown>;

const actions = ["set", "remove", "subscribe", "subscribed", "unsubscribe", "unsubscribed"] as const;

function read_text(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  if (value === undefined || typeof value === "string") return value;
  throw new Refusal(400, `${field} must be a text`);
}

function read_groups({ groups }: Fields): string[] | undefined {
  if (groups === undefined) return undefined;
  if (Array.isArray(groups) && groups.every((group) => typeof group === "string")) return groups;
  throw new Refusal(400, "groups must be a list of texts");
}

function read_action({ action }: Fields): Action {
  const known = actions.find((each) => each === action);
  if (known === undefined) throw new Refusal(400, `no such action: ${JSON.stringify(action)}`);
  return known;
}

function defined(words: Partial<Question>): Partial<Question> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** What goes with an action. */
export function read_words(fields: Fields): Partial<Question> {
  const [name, text, nick] = ["name", "text", "nick"].map((field) => read_text(fields, field));
  return defined({ name, text, nick, groups: read_groups(fields) });
}

export function read_question(fields: Fields): Question {
  const action = read_action(fields);
  const { user, contact, from } = fields;
  if (typeof user !== "string" || typeof contact !== "string") throw new Refusal(400, "user and contact must be JIDs");
  return { action, user, contact, from: from === "contact" ? "contact" : "user", ...read_words(fields) };
}

export function read_name(fields: Fields): string {
  const name = read_text(fields, "name");
  if (name === undefined) throw new Refusal(400, 'expected {"name": "..."}');
  return name;
}
