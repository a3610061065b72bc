// The package has no types of its own.
declare module "fs-native-extensions" {
  /** Locks bytes of an open file, and returns false if another open file holds that lock. */
  export function tryLock(fd: number, offset?: number, length?: number): boolean;
}
