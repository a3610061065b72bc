import { existsSync, readFileSync } from "node:fs";

/** Says which process has a pid: the pid, and when it was started where /proc tells. */
export function describeProcess(pid: number): string {
  return `${pid} ${startTime(pid) ?? "?"}`;
}

/** Tells whether a process that `describeProcess` described is still alive. */
export function isRunning(description: string): boolean {
  const [pid, started] = description.split(" ");
  const id = Number(pid);
  // Nothing that we wrote: nobody can be holding it.
  if (!Number.isInteger(id) || id <= 0) return false;
  // The pid alone is not enough: after a reboot, or in a new container, somebody else has it.
  if (started !== "?" && existsSync("/proc/self/stat")) return startTime(id) === started;
  return answersSignals(id);
}

// proc_pid_stat(5): the name, field 2, may hold spaces and parentheses, so count from the last ")".
// Field 3 is the state, field 22 the start time in clock ticks since boot.
function startTime(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  // A killed process that its parent has not collected yet keeps its pid, and nothing else.
  if (state === "Z" || state === "X") return undefined;
  return fields[19];
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
