/** A request or an answer of HTTP, as documentation shows it. */
export interface HttpText {
  /** `GET /path HTTP/1.1` or `HTTP/1.1 200 OK`. */
  first_line: string;
  /** By their names in small letters. `…` in a value stands for anything. */
  headers: Record<string, string>;
  body: string;
}

export function read_http_text(text: string): HttpText {
  const [head = "", ...paragraphs] = text.split("\n\n");
  const [first_line = "", ...lines] = head.split("\n");
  const headers = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(": ");
    return [name.toLowerCase(), value.join(": ")];
  });
  return { first_line, headers: Object.fromEntries(headers), body: paragraphs.join("\n\n") };
}

/** `true` where a value is the one that is shown. */
export function is_as_shown(shown: string, value: string): boolean {
  const parts = shown.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s").test(value);
}
