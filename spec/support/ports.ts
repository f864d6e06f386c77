import { createServer } from "node:net";

/** Below the range from which the system takes ports for outgoing connections. */
const lowest = 20_000;
const highest = 32_000;

function can_listen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Two ports that were free a moment ago: whoever uses them must be ready to find them taken. */
export async function free_ports(): Promise<[number, number]> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if ((await can_listen(port)) && (await can_listen(port + 1))) return [port, port + 1];
  }
}
