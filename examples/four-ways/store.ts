import { setImmediate as nextTurn } from "node:timers/promises";

/** An article as a client sends it. */
export interface Article {
  readonly title: string;
  readonly content: string;
}

/** An article as the store returns it. */
export interface SavedArticle extends Article {
  readonly id: number;
}

/** An error-first callback, as older database drivers call it. */
export type SaveCallback = (error: Error | null, saved: SavedArticle) => void;

/** A store of articles with two methods to save one: with a callback, and with a promise. */
export interface ArticleStore {
  /** If true, every save fails because the database refuses the connection. Default: false. */
  down: boolean;
  /** If true, every save succeeds but returns undefined in place of the article. Default: false. */
  broken: boolean;
  /** Saves an article and calls back, always in a later turn of the event loop. */
  save(article: Partial<Article>, callback: SaveCallback): void;
  /** Saves an article and resolves to it, or to `undefined` if `broken` is true. */
  saveAsync(article: Partial<Article>): Promise<SavedArticle>;
}

// The types of some drivers promise a document although it can be missing; this cast does the same.
const missingDocument = undefined as unknown as SavedArticle;

/** Creates an empty store in memory, which fails with the same errors as a PostgreSQL driver. */
export function articleStore(): ArticleStore {
  const articles = new Map<string, SavedArticle>();

  function insert({ title, content }: Partial<Article>): SavedArticle {
    if (title === undefined) throw notNullViolation("title");
    if (content === undefined) throw notNullViolation("content");
    if (articles.has(title)) throw uniqueViolation(title);

    const saved = { id: articles.size + 1, title, content };
    articles.set(title, saved);
    return saved;
  }

  const store: ArticleStore = {
    down: false,
    broken: false,

    save(article, callback) {
      // Does not use saveAsync, so that an error thrown by the callback is uncaught, as with a real driver.
      setImmediate(() => {
        let saved: SavedArticle;
        try {
          if (store.down) throw connectionRefused();
          saved = insert(article);
        } catch (error) {
          callback(error as Error, missingDocument); // everything that is thrown above is an Error
          return;
        }
        callback(null, store.broken ? missingDocument : saved);
      });
    },

    async saveAsync(article) {
      await nextTurn();
      if (store.down) throw connectionRefused();
      const saved = insert(article);
      return store.broken ? missingDocument : saved;
    },
  };

  return store;
}

function notNullViolation(column: string): Error {
  const message = `null value in column "${column}" of relation "articles" violates not-null constraint`;
  return Object.assign(new Error(message), {
    code: "23502",
    severity: "ERROR",
    table: "articles",
    column,
  });
}

function uniqueViolation(title: string): Error {
  const message = 'duplicate key value violates unique constraint "articles_title_key"';
  return Object.assign(new Error(message), {
    code: "23505",
    severity: "ERROR",
    table: "articles",
    constraint: "articles_title_key",
    detail: `Key (title)=(${title}) already exists.`,
  });
}

function connectionRefused(): Error {
  return Object.assign(new Error("connect ECONNREFUSED 10.0.3.17:5432"), {
    code: "ECONNREFUSED",
    errno: -111,
    syscall: "connect",
    address: "10.0.3.17",
    port: 5432,
  });
}
