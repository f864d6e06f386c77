import { parseArgs } from "node:util";

export const usage = `Usage: npm run check-backend -- URL USERNAME... [--batch URL] [--edit URL] [--header "NAME: VALUE"]...

Asks your application as Prosody would, and says what is not as docs/protocol.md wants it. URL is what http_roster_url is to be: %s is
the username, %h the host. Name users whom the application knows, as john or john@example.com (without a host, that of example.com).
Nothing is changed: --edit asks for the removal of a contact that is not there.`;

export interface Arguments {
  url: string;
  /** Known to the application. */
  usernames: [string, ...string[]];
  host: string;
  batch_url: string | undefined;
  edit_url: string | undefined;
  headers: Record<string, string>;
}

/** What is wrong with the command line. */
export class UsageError extends Error {}

function read_headers(lines: readonly string[]): Record<string, string> {
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^([^\s:]+):\s*(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`no header: ${line}`);
    return [name, value];
  });
  return Object.fromEntries(headers);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        batch: { type: "string" },
        edit: { type: "string" },
        header: { type: "string", multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function read_arguments(words: readonly string[]): Arguments {
  const { values, positionals } = parse(words);
  const [url, ...names] = positionals;
  if (url === undefined || names.length === 0) throw new UsageError("a URL and a username are needed");
  for (const each of [url, values.batch, values.edit]) {
    const is_url = each === undefined || (/^https?:\/\//i.test(each) && URL.canParse(each));
    if (!is_url) throw new UsageError(`no http(s) URL: ${each}`);
  }
  if (!url.includes("%s")) throw new UsageError(`%s is missing, where the username belongs: ${url}`);
  const hosts = new Set(names.map((name) => name.split("@")[1] ?? "example.com"));
  const [host = ""] = hosts;
  if (hosts.size > 1) throw new UsageError("the users must be of one host");
  const [first = "", ...others] = names.map((name) => name.replace(/@.*$/s, ""));
  return {
    url,
    usernames: [first, ...others],
    host,
    batch_url: values.batch,
    edit_url: values.edit,
    headers: read_headers(values.header),
  };
}
