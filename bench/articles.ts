/** What every contender's handlers work with. */
export interface Article {
  readonly title: string;
  readonly content: string;
  readonly tags: readonly string[];
}

/** The stored article. */
export const article: Article & { readonly id: string } = {
  id: "1",
  title: "Why errors",
  content: "Because they happen.",
  tags: ["express", "errors"],
};

/** Finds no article, by an error-first callback. */
export function findByCallback(
  error: () => Error,
  callback: (error: Error | null, found?: Article) => void,
): void {
  process.nextTick(() => callback(error()));
}

/** Finds no article, by a promise that is fulfilled. */
export async function findByPromise(): Promise<Article | undefined> {
  const found: Promise<Article | undefined> = Promise.resolve(undefined);
  return await found;
}

/** Has a bug. */
export function titleOf(found: Article | undefined): string {
  return (found as Article).title;
}
