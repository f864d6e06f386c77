/** What is wrong with a reply of the backend, and what to do about it, in words for whoever writes or runs it. */
import { type Reply } from "../backend/http_fetch";
import { step_over } from "../json/json_reader";
import { decode } from "../json/json_text";
import { is_object, type JsonObject, kind_of, quoted } from "../json/json_value";

export interface Fault {
  what: string;
  /** What to do. */
  cure: string;
}

const LONGEST_EXCERPT = 200;
const HTML = "^%s*<";

/** The words of a text that may be a page in HTML. */
function words_of(text: string): string {
  let words = text;
  if (string.find(text, HTML)[0] !== undefined) {
    for (const hidden of ["script", "style"]) [words] = string.gsub(words, `<${hidden}.-</${hidden}>`, " ");
    [words] = string.gsub(words, "<[^>]*>", " ");
  }
  [words] = string.gsub(words, "%s+", " ");
  return string.match(words, "^ ?(.-) ?$")[0] ?? "";
}

function has(text: string, part: string): boolean {
  return string.find(text, part, 1, true)[0] !== undefined;
}

function excerpt(text: string): string {
  return quoted(text, LONGEST_EXCERPT);
}

/** The name or address in a URL. */
function host_of_url(url: string): string {
  const [authority] = string.match(url, "^%a+://([^/?#]*)");
  const [address] = string.gsub(authority ?? "", "^.*@", "");
  return string.match(address, "^%[(.-)%]")[0] ?? string.match(address, "^[^:]*")[0] ?? "";
}

/** `true` where a text like that of /etc/hosts has a name. */
function is_in_hosts_file(text: string, name: string): boolean {
  for (const [line] of string.gmatch(text, "[^\r\n]+")) {
    const [names] = string.match(line ?? "", "^%s*[^%s#]+(%s[^#]*)");
    for (const [known] of string.gmatch(names ?? "", "%S+")) {
      if (string.lower(known ?? "") === string.lower(name)) return true;
    }
  }
  return false;
}

/** Texts by which net.http says why there is no answer, and what to do. Of the first that is found. */
const NO_ANSWER: [found: string, cure: string][] = [
  [
    "refused",
    "Is the application running, on that port and address, and does it speak TLS if the URL is https://? In a container, localhost is the container itself",
  ],
  [
    "certificate",
    "Prosody trusts the system's certificates: put that of your own authority into /usr/local/share/ca-certificates, run update-ca-certificates, and restart Prosody. The certificate must be for the name in the URL",
  ],
  ["wrong version number", "Nothing speaks TLS on that port: write http:// instead of https://"],
  ["closed", "The application hangs up without a word: see its own log. If it speaks TLS, write https://"],
  ["eof", "The application hangs up before the end of its answer: see its own log"],
  ["breaks off", "The application does not send all that it promises: see its own log"],
  ["larger", "Send less: that is no roster"],
];

const UNRESOLVED = ["lookup", "resolve"];
const TOO_SLOW = "no whole answer";

/** `hosts`: the text of /etc/hosts, where Prosody does not look into it. */
function explain_no_answer(problem: string, url: string, hosts: string): Fault {
  const name = host_of_url(url);
  const is_slow = has(problem, TOO_SLOW);
  let is_unresolved = false;
  for (const found of UNRESOLVED) if (has(problem, found)) is_unresolved = true;
  if ((is_slow || is_unresolved) && name !== "localhost" && is_in_hosts_file(hosts, name)) {
    const cure = `Prosody does not look into /etc/hosts, where ${name} is. Set unbound = { hoststxt = true } in the global section and restart Prosody, or write the address into the URL`;
    return { what: problem, cure };
  }
  if (has(problem, "ServFail")) {
    return { what: problem, cure: "The DNS server of this machine fails: see /etc/resolv.conf" };
  }
  if (is_unresolved) return { what: problem, cure: `Nobody knows the name ${name}: mend http_roster_url` };
  if (is_slow) {
    return {
      what: problem,
      cure: "Make the application faster, raise http_roster_timeout, or see what drops the packets",
    };
  }
  for (const [found, cure] of NO_ANSWER) {
    if (has(problem, found)) return { what: problem, cure };
  }
  return { what: problem, cure: "See the application's own log" };
}

function cure_of_status(code: number): string {
  if (code === 401 || code === 403) {
    return 'Say in http_roster_headers what the application wants, as in { Authorization = "Bearer …" }';
  }
  if (code === 404) {
    return "Does the application know this user, and is http_roster_url right? A user without contacts is 200 and {}, one that was deleted 410";
  }
  if (code === 405) return "The application takes no GET there: mend http_roster_url, or the application";
  if (code === 429) return "Let Prosody ask more often, or lower http_roster_concurrency";
  if (code >= 500) return "See the application's own log";
  return "Answer 200 and a JSON object, or 204 for a user without contacts";
}

/** Of a status that brings no roster. */
function explain_status(code: number, headers: LuaMap<string, string>, body: string): Fault {
  const location = headers.get("location");
  if (code >= 300 && code < 400 && location !== undefined) {
    return {
      what: string.format("backend answered %d, a redirect to %s", code, excerpt(location)),
      cure: "Prosody follows none. Put the right URL into http_roster_url; where it leads to a login, see http_roster_headers",
    };
  }
  const words = words_of(body);
  const said = words === "" ? "" : `: ${excerpt(words)}`;
  return { what: string.format("backend answered %d%s", code, said), cure: cure_of_status(code) };
}

const BYTE_ORDER_MARKS: [bytes: string, name: string][] = [
  [string.char(0xef, 0xbb, 0xbf), "UTF-8"],
  [string.char(0xfe, 0xff), "UTF-16"],
  [string.char(0xff, 0xfe), "UTF-16"],
];

/** The line, the text around and the cure of what is wrong at a byte of a text. */
function explain_place(text: string, byte: number): Fault {
  const [before] = string.gsub(string.sub(text, 1, byte - 1), "%s+$", "");
  const [, breaks] = string.gsub(before, "\n", "");
  const around = excerpt(string.sub(text, math.max(1, byte - 60), byte + 60));
  const what = string.format("line %d, near %s", breaks + 1, around);
  const at = string.sub(text, byte, byte);
  if ((at === "}" || at === "]") && string.sub(before, -1) === ",") {
    return { what, cure: "Take out the comma after the last one" };
  }
  if (at === "'") return { what, cure: 'Put names and texts in double quotes, as in "name"' };
  return { what, cure: "Have a library write the JSON, or mend it there" };
}

/** Of a text that is no JSON. */
function explain_text(text: string, problem: string): Fault {
  if (string.find(text, "%S")[0] === undefined) {
    return { what: "the answer is empty", cure: "A user without contacts is {}, or status 204" };
  }
  for (const [bytes, name] of BYTE_ORDER_MARKS) {
    if (string.sub(text, 1, bytes.length) === bytes) {
      return {
        what: `the answer begins with a byte order mark (${name})`,
        cure: "Send JSON in UTF-8 without one: save the application's files without a BOM",
      };
    }
  }
  const words = words_of(text);
  const [php] = string.match(words, "^P?H?P? ?(%u%a+ ?%a*) ?: .+ in .+ on line %d");
  if (php !== undefined) {
    return {
      what: `the answer is not JSON: PHP puts a message before it, ${excerpt(words)}`,
      cure: "Mend what it says, and set display_errors = Off where PHP serves others",
    };
  }
  if (string.find(text, HTML)[0] !== undefined) {
    return {
      what: `the answer is not JSON but a page in HTML: ${excerpt(words)}`,
      cure: "Mend http_roster_url; where that is a page to log in, see http_roster_headers",
    };
  }
  const [digits] = string.match(problem, "at byte (%d+)");
  const byte = tonumber(digits);
  if (byte !== undefined && byte > 1) {
    const fault = explain_place(text, byte);
    return { what: `the answer is ${problem}: ${fault.what}`, cure: fault.cure };
  }
  return { what: `the answer is ${problem}: it begins with ${excerpt(text)}`, cure: "Answer a JSON object" };
}

/** The JSON object of a reply; or what is wrong with it. `expected`: what it should be. */
function read_answer(
  reply: Reply,
  url: string,
  hosts: string,
  expected: string,
): LuaMultiReturn<[document: JsonObject] | [document: undefined, fault: Fault]> {
  if (reply.code === undefined) return $multi(undefined, explain_no_answer(reply.problem, url, hosts));
  if (reply.code !== 200) return $multi(undefined, explain_status(reply.code, reply.headers, reply.body));
  const encoding = reply.headers.get("content-encoding");
  if (encoding !== undefined && string.lower(encoding) !== "identity") {
    return $multi(undefined, {
      what: `the answer is compressed (Content-Encoding: ${encoding}), though Accept-Encoding: identity was sent`,
      cure: "Have the application, or the proxy before it, leave that be for Prosody",
    });
  }
  const [document, problem] = decode(reply.body);
  if (document === undefined) return $multi(undefined, explain_text(reply.body, problem));
  if (is_object(document)) return $multi(document);
  return $multi(undefined, {
    what: `the answer is ${kind_of(document)}, expected ${expected}`,
    cure: "Answer a JSON object",
  });
}

/** Puts faults of contacts in the order in which the text of the document names them. */
function order_by_text(faults: string[], text: string): void {
  const places = new LuaMap<string, number>();
  let place = 0;
  const problem = step_over(
    text,
    (name, at, read) => {
      place++;
      places.set(quoted(name), place);
      const [value, last] = read(at);
      if (value === undefined) return $multi(undefined, last);
      return $multi(last);
    },
    () => undefined,
  );
  if (problem !== undefined) return;
  const place_of = (fault: string): number => {
    const [name] = string.match(fault, '^contact (".-"): ');
    return places.get(name ?? "") ?? place + 1;
  };
  table.sort(faults, (a, b) => place_of(a) < place_of(b) || (place_of(a) === place_of(b) && a < b));
}

export { order_by_text, is_in_hosts_file, read_answer };
