/** Calls the callback that ends the arguments of an ignored write, for which a stream that is piped into the response waits. */
export function invokeCallback(args: readonly unknown[]): void {
  const callback = args.at(-1);
  if (typeof callback === "function") process.nextTick(callback);
}
