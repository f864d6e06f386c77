import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixed_parts, messages } from "./messages.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/errors.md", import.meta.url)), "utf8");

/** What is in code style on the page. */
const shown = Array.from(page.matchAll(/`([^`]+)`/g), ([, text = ""]) => text);

/** Texts that describe something, and are said when nothing has happened. */
const descriptions = [
  "1 for the state that the circuit breaker is in",
  "Ask the application for a user's roster again",
  "Logins served from the last roster known",
  "Questions about what clients want",
  "Requests to the roster backend",
  "Requests to the roster backend under way",
  "Roster pushes to clients",
  "Rosters in memory",
  "Rosters that come from the application",
  "Rosters that wait to be asked for",
  "Show how fetching rosters is going",
  "Time of a request to the roster backend",
  "Users online whose roster is to be asked for again",
  "Users online whose roster the backend has not given",
  "Users whose roster was to be refreshed",
  "What clients want and the backend has not answered",
];

/** `true` where all parts stand in the text, in their order. */
function has_in_order(text: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

/** A route of Prosody's, or a pattern of Lua's. */
function is_code(text: string): boolean {
  return /^(GET|POST|PATCH) \/\S*$|^\^/.test(text);
}

test("docs/errors.md has every message that src/ can log or answer", () => {
  const missing = messages().filter(({ text }) => {
    const parts = fixed_parts(text);
    if (parts.length === 0 || descriptions.includes(text) || is_code(text)) return false;
    return !shown.some((each) => has_in_order(each, parts));
  });
  assert.deepEqual(
    missing.map(({ text, place }) => `${place}: ${text}`),
    [],
  );
});

test("each description that is no message is there", () => {
  const texts = new Set(messages().map(({ text }) => text));
  assert.deepEqual(
    descriptions.filter((text) => !texts.has(text)),
    [],
  );
});
