/**
 * Starts a timer that does not keep the process alive. It is the global one, which fake timers of tests replace, and
 * which an app may have replaced by the timer of a browser: a number.
 */
export function backgroundTimer(
  run: () => void,
  milliseconds: number,
): ReturnType<typeof setTimeout> {
  const timer = setTimeout(run, milliseconds);
  (timer as Partial<typeof timer>).unref?.();
  return timer;
}
