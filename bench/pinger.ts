import { setPriority } from "node:os";
import { Forked } from "./forked.ts";

export interface PingOrder {
  what: "connect" | "start" | "stop";
  port: number;
}

/** In milliseconds. */
export interface PingReport {
  pings: number;
  worst: number;
  median: number;
}

/** Somebody else's client, which pings for as long as it is told to. */
export class Pinger {
  private constructor(
    private readonly process: Forked<PingOrder, PingReport>,
    private readonly port: number,
  ) {}

  static async start(port: number): Promise<Pinger> {
    const process = new Forked<PingOrder, PingReport>("ping_process.ts");
    put_first(process.pid);
    await process.order({ what: "connect", port });
    return new Pinger(process, port);
  }

  /** What the pings took while the work was done. */
  async during(work: () => Promise<void>): Promise<PingReport> {
    await this.process.order({ what: "start", port: this.port });
    await work();
    return await this.process.order({ what: "stop", port: this.port });
  }

  stop(): void {
    this.process.stop();
  }
}

const before_others = -15;

/** Ahead of what else the machine does: a process that waits for its turn on a processor would look like a slow one. */
export function put_first(pid: number): boolean {
  try {
    setPriority(pid, before_others);
    return true;
  } catch {
    return false;
  }
}
