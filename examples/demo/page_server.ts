import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { type Answer, forward, give, plain_answer, read_whole } from "./forward.ts";
import type { Link } from "./link.ts";
import { listen } from "./listen.ts";
import { PageEvents } from "./page_events.ts";
import { page_file } from "./page_files.ts";
import type { ChatSettings, PageSettings, Person } from "./page_settings.ts";

export interface PageOptions {
  /** Those whose chat clients are on the page, then all the others. */
  people: readonly Person[];
  chatting: readonly string[];
  backend_url: string;
  websocket_url: string;
  link: Link;
}

function settings_answer(settings: PageSettings | ChatSettings): Answer {
  return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(settings)) };
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
  return new URL(url, "http://127.0.0.1").pathname;
}

/**
 * One person's chat client. Each has an address of its own, so that the browser keeps what the clients store apart; the same host, so that
 * it lets them store it inside of the page.
 */
async function serve_chat({ jid, name }: Person, websocket_url: string): Promise<string> {
  const headers = policy({
    "connect-src": `'self' ${websocket_url}`,
    "img-src": "'self' data: blob:",
    "style-src": "'self' 'unsafe-inline'",
  });
  return listen(
    createServer((request, response) => {
      const path = path_of(request);
      const answer =
        path === "/settings"
          ? Promise.resolve(settings_answer({ jid, name, websocket_url }))
          : page_file(path === "/" ? "/chat.html" : path);
      void answer.then((each) => give(response, { ...each, headers: { ...each.headers, ...headers } }));
    }),
  );
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

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method } = request;
    const path = path_of(request);
    const [, of_application] = /^\/application(\/.*)$/.exec(path) ?? [];
    if (of_application !== undefined) return give(response, await ask_application(request, of_application));
    if (method === "GET" && path === "/events") return events.add(request, response);
    if (method === "GET" && path === "/settings") return give(response, settings_answer(settings));
    if (method === "PUT" && path === "/cut") {
      link.is_cut = (await read_whole(request)).toString() === "true";
      return give(response, plain_answer(204, ""));
    }
    const file = await page_file(path === "/" ? "/index.html" : path);
    give(response, { ...file, headers: { ...file.headers, ...headers } });
  }

  return listen(createServer((request, response) => void answer(request, response).catch(() => response.destroy())));
}
