/** The resource that every contender serves. */
export interface Article {
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
}

/** An error-first callback for an article. */
export type Callback = (error: Error | null, found?: Article) => void;

/** The stored article. */
export const article: Article & { readonly id: string } = {
  id: "1",
  title: "Why errors",
  content: "Because they happen.",
  tags: ["express", "errors"],
};

/** Calls an error-first callback with an error, because there is no such article. */
export function findByCallback(error: () => Error, callback: Callback): void {
  process.nextTick(() => callback(error()));
}

/** Resolves to undefined, because there is no such article. */
export async function findByPromise(): Promise<Article | undefined> {
  return await Promise.resolve<Article | undefined>(undefined);
}

/** Throws a TypeError when given undefined: the bug in the handlers of the unexpected error. */
export function titleOf(found: Article | undefined): string {
  return (found as Article).title;
}
