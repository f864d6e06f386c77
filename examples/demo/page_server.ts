import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { type Answer, done, give, json_answer } from "./answer.ts";
import { forward, read_whole } from "./forward.ts";
import type { Link } from "./link.ts";
import { listen } from "./listen.ts";
import { PageEvents } from "./page_events.ts";
import { page_file } from "./page_files.ts";
import type { ChatSettings, PageSettings, Person } from "./page_settings.ts";

export interface PageOptions {
  /** All who use the application. */
  people: readonly Person[];
  /** The usernames of those whose chat clients are on the page. */
  chatting: readonly string[];
  backend_url: string;
  websocket_url: string;
  link: Link;
}

/** Nothing comes from elsewhere, and nothing goes there. */
function policy(more: Record<string, string>): OutgoingHttpHeaders {
  const directives = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "img-src": "'self' data:",
    ...more,
  };
  const text = Object.entries(directives).map(([name, sources]) => `${name} ${sources}`);
  return { "Content-Security-Policy": text.join("; "), "Cache-Control": "no-cache" };
}

function path_of({ url = "/" }: IncomingMessage): string {
  return url.replace(/\?.*/, "");
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> {
  return listen(createServer((request, response) => void answer(request, response).catch(() => response.destroy())));
}

/** A file of the page; `first` is the one that stands for the address itself. */
async function file_at(path: string, first: string, headers: OutgoingHttpHeaders): Promise<Answer> {
  const file = await page_file(path === "/" ? first : path);
  return { ...file, headers: { ...file.headers, ...headers } };
}

/**
 * One person's chat client. Each has an address of its own, so that the browser keeps what the clients store apart; the same host, so that
 * it lets them store it inside of the page.
 */
async function serve_chat({ jid, name }: Person, websocket_url: string): Promise<string> {
  const settings: ChatSettings = { jid, name, websocket_url };
  const headers = policy({
    "connect-src": `'self' ${websocket_url}`,
    "img-src": "'self' data: blob:",
    "style-src": "'self' 'unsafe-inline'",
  });
  return serve(async (request, response) => {
    const path = path_of(request);
    if (path === "/settings") return give(response, json_answer(settings));
    give(response, await file_at(path, "/chat.html", headers));
  });
}

export async function serve_page({ people, chatting, backend_url, websocket_url, link }: PageOptions): Promise<string> {
  const settings: PageSettings = {
    people: await Promise.all(
      people.map(async (person) =>
        chatting.includes(person.username) ? { ...person, chat_url: await serve_chat(person, websocket_url) } : person,
      ),
    ),
  };
  const chat_urls = settings.people.flatMap(({ chat_url }) => chat_url ?? []);
  const headers = policy({ "frame-src": chat_urls.join(" ") });
  const events = new PageEvents(link);

  async function ask_application(request: IncomingMessage, path: string): Promise<Answer> {
    const answer = await forward(new URL(backend_url + path), request, await read_whole(request));
    if (request.method !== "GET") events.lists_changed();
    return answer;
  }

  return serve(async (request, response) => {
    const { method } = request;
    const path = path_of(request);
    const [, of_application] = /^\/application(\/.*)$/.exec(path) ?? [];
    if (of_application !== undefined) return give(response, await ask_application(request, of_application));
    if (method === "GET" && path === "/events") return events.add(request, response);
    if (method === "GET" && path === "/settings") return give(response, json_answer(settings));
    if (method === "PUT" && path === "/cut") {
      link.is_cut = (await read_whole(request)).toString() === "true";
      return give(response, done);
    }
    give(response, await file_at(path, "/index.html", headers));
  });
}
