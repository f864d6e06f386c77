const has_colours = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;

function styled(code: number, text: string): string {
  return has_colours ? `\x1b[${code}m${text}\x1b[0m` : text;
}

const colours = new Map([
  ["john", 36],
  ["aaron", 35],
  ["backend", 33],
]);

export function headline(text: string): void {
  console.log(`\n${styled(1, text)}`);
}

/** One line of what someone does or sees. */
export function line(who: string, text: string): void {
  console.log(`  ${styled(colours.get(who) ?? 0, who.padEnd(8))} ${text}`);
}

export function dim(text: string): string {
  return styled(2, text);
}
