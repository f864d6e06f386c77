/** How one point went: `note` is no fault, but worth knowing. */
export interface Point {
  verdict: "ok" | "note" | "FAULT";
  what: string;
  expected: string;
  came: string;
  /** More about it, a line each. */
  details?: readonly string[];
}

export function point(is_good: boolean, what: string, expected: string, came: string): Point {
  return { verdict: is_good ? "ok" : "FAULT", what, expected, came };
}

export function lines_of({ verdict, what, expected, came, details = [] }: Point): string[] {
  return [
    `${verdict.padEnd(5)} ${what}: expected ${expected}; came ${came}`,
    ...details.map((line) => `      ${line}`),
  ];
}
