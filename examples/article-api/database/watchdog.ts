import inspector from "node:inspector";
import { Worker } from "node:worker_threads";

/**
 * Ends this process when it has computed for 20 seconds without a turn of the event loop.
 * PGlite runs in the main thread. When a full disk has no room for its log, it tries again without end: no timer
 * runs, no response is sent, and no signal is noticed. Only another thread can end the process then.
 * Returns a function that ends the watch.
 */
export function startWatchdog(dataDir: string): () => void {
  // A breakpoint stops the main thread too.
  if (inspector.url() !== undefined) return () => {};
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(watch, {
    eval: true,
    workerData: { beats, pid: process.pid, lastWords: lastWords(dataDir) },
    // This process may run with a loader for TypeScript, which the code below does not need.
    execArgv: [],
  });
  worker.unref();
  const beat = setInterval(() => Atomics.add(beats, 0, 1), 500).unref();
  return function endWatch() {
    clearInterval(beat);
    void worker.terminate();
  };
}

function lastWords(dataDir: string): string {
  return (
    `The embedded database in ${dataDir} has not returned for 20 seconds of CPU time; the disk may be full. This process ends. ` +
    "Confirmed articles are stored: make space on the disk, and start again.\n"
  );
}

// Counts CPU time without a beat, and not the time: a computer that has slept, or that is busy with other programs, has
// not hung.
const watch = `
const { writeSync } = require("node:fs");
const { workerData: { beats, pid, lastWords } } = require("node:worker_threads");
let last = 0;
let used = process.cpuUsage();
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== last) {
    last = now;
    used = process.cpuUsage();
    return;
  }
  const { user, system } = process.cpuUsage(used);
  if (user + system < 20_000_000) return;
  try {
    writeSync(2, lastWords);
  } finally {
    process.kill(pid, "SIGKILL");
  }
}, 1000);
`;
