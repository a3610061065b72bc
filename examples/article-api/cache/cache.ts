/**
 * Keeps texts for a while. It may lose them at any time, and none of its methods rejects: an app that cannot reach its
 * cache is an app without one.
 */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, seconds: number): Promise<void>;
  /** Stores a text if there is none, and resolves to whether it did. */
  add(key: string, text: string, seconds: number): Promise<boolean>;
  /** Deletes a text. As long as that has not succeeded, `get` finds nothing at all. */
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
