import { createServer, request, type Server } from "node:http";
import { once } from "node:events";
import { key_of, read_listed } from "./listed.ts";

/** Stands between Prosody and the application, and notes which rosters Prosody was given, in order. */
export class Witness {
  /** By username: the keys of the lists that were given. */
  readonly given = new Map<string, string[]>();
  /** Counts Prosodys: what is on its way to one that was killed is given to nobody. */
  life = 0;

  private constructor(private readonly server: Server) {}

  static async start(port: number, application_port: number): Promise<Witness> {
    const server = createServer();
    const witness = new Witness(server);
    server.on("request", (question, response) => {
      const { life } = witness;
      const { method, url, headers } = question;
      const asked = request({ host: "127.0.0.1", port: application_port, method, path: url, headers, agent: false });
      asked.on("error", () => response.destroy());
      response.on("close", () => asked.destroy());
      asked.on("response", (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", () => response.destroy());
        answer.on("end", () => {
          const body = Buffer.concat(chunks);
          const { statusCode: status = 0, headers: answer_headers } = answer;
          if (status === 200 && life === witness.life) witness.#note(url ?? "", body.toString());
          response.writeHead(status, answer_headers).end(body);
        });
      });
      asked.end();
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return witness;
  }

  #note(url: string, body: string): void {
    const username = decodeURIComponent(url.slice(url.lastIndexOf("/") + 1));
    const given = this.given.get(username) ?? [];
    this.given.set(username, [...given, key_of(read_listed(JSON.parse(body)))]);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
