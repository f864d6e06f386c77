/** Something that the person at the keyboard has to put right: shown as it is, without a stack trace. */
export class Problem extends Error {}

/** @param {string} text */
export function say(text) {
  console.log(`setup: ${text}`);
}
