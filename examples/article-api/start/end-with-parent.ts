/**
 * Ends this process like SIGTERM does, once the process that started it has ended.
 * `npm start` passes SIGTERM to the shell between npm and this process, and many shells do not pass it on:
 * the server would keep running, with the lock of its data folder.
 */
export function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 200);
  timer.unref();
}
