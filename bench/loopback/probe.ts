import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

// Sends the same good request again and again, at a steady pace, and says how long the slowest answers took.

/** What the parent asks for. */
export interface Probe {
  readonly port: number;
  readonly path: string;
  readonly seconds: number;
  readonly perSecond: number;
}

/** What it is told. */
export interface Probed {
  readonly requests: number;
  readonly p99Milliseconds: number;
}

const agent = new Agent({ keepAlive: true });

process.on("message", (probe: Probe) => {
  void run(probe).then((probed) => process.send?.(probed));
});
process.send?.("ready");

async function run({ port, path, seconds, perSecond }: Probe): Promise<Probed> {
  const asked: Promise<number>[] = [];
  const begun = performance.now();
  for (let now = begun; now - begun < seconds * 1000; now = performance.now()) {
    // None waits for the answer before: a slow answer must not spare those that would have been slow after it.
    while (asked.length <= ((now - begun) / 1000) * perSecond) asked.push(milliseconds(port, path));
    await sleep(1);
  }
  const sorted = (await Promise.all(asked)).toSorted((a, b) => a - b);
  const p99Milliseconds = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  return { requests: sorted.length, p99Milliseconds };
}

function milliseconds(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sending = request({ host: "127.0.0.1", port, path, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`answered with ${response.statusCode}`));
      response.resume().once("end", () => resolve(performance.now() - begun));
    });
    sending.once("error", reject).end();
  });
}
