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
  "Ask the application for a user's roster again",
  "Logins served from the last roster known",
  "Questions about what clients want",
  "Requests to the roster backend",
  "Roster pushes to clients",
  "Rosters that come from the application",
  "Show how fetching rosters is going",
  "Time of a request to the roster backend",
  "Users whose roster was to be refreshed",
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
  return /^(GET|POST|PATCH) \/\S*$|^\^.*\$$/.test(text);
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
