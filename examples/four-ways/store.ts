import { setImmediate as nextTurn } from "node:timers/promises";

/** What a client posts. */
export interface Article {
  readonly title: string;
  readonly content: string;
}

/** What the store answers once an article is kept. */
export interface SavedArticle extends Article {
  readonly id: number;
}

/** The error-first callback of a driver of the old school. */
export type SaveCallback = (error: Error | null, saved: SavedArticle) => void;

/** A store of articles that offers the same save twice, with a callback and with a promise. */
export interface ArticleStore {
  /** When true, every save fails because nobody listens at the database's address. Default: false. */
  down: boolean;
  /** When true, every save succeeds but hands back no document. Default: false. */
  broken: boolean;
  /** Saves an article and calls back, always on a later turn of the event loop. */
  save(article: Partial<Article>, callback: SaveCallback): void;
  /** Saves an article and resolves to it; resolves to `undefined` only when `broken`. */
  saveAsync(article: Partial<Article>): Promise<SavedArticle>;
}

// The lie drivers' types tell: they promise a document also where there is none.
const nothing = undefined as unknown as SavedArticle;

/** Makes an empty in-memory store whose failures look like those of a PostgreSQL driver. */
export function articleStore(): ArticleStore {
  const articles = new Map<string, SavedArticle>();

  function insert({ title, content }: Partial<Article>): SavedArticle {
    if (title === undefined) throw missing("title");
    if (content === undefined) throw missing("content");
    if (articles.has(title)) throw duplicate(title);

    const saved = { id: articles.size + 1, title, content };
    articles.set(title, saved);
    return saved;
  }

  const store: ArticleStore = {
    down: false,
    broken: false,

    save(article, callback) {
      // Not built on saveAsync: what a callback throws must escape as it does from a real driver.
      setImmediate(() => {
        let saved: SavedArticle;
        try {
          if (store.down) throw refused();
          saved = insert(article);
        } catch (error) {
          callback(error as Error, nothing); // insert and refused throw nothing but Errors
          return;
        }
        callback(null, store.broken ? nothing : saved);
      });
    },

    async saveAsync(article) {
      await nextTurn();
      if (store.down) throw refused();
      const saved = insert(article);
      return store.broken ? nothing : saved;
    },
  };

  return store;
}

function missing(column: string): Error {
  const message = `null value in column "${column}" of relation "articles" violates not-null constraint`;
  return Object.assign(new Error(message), {
    code: "23502",
    severity: "ERROR",
    table: "articles",
    column,
  });
}

function duplicate(title: string): Error {
  const message = 'duplicate key value violates unique constraint "articles_title_key"';
  return Object.assign(new Error(message), {
    code: "23505",
    severity: "ERROR",
    table: "articles",
    constraint: "articles_title_key",
    detail: `Key (title)=(${title}) already exists.`,
  });
}

function refused(): Error {
  return Object.assign(new Error("connect ECONNREFUSED 10.0.3.17:5432"), {
    code: "ECONNREFUSED",
    errno: -111,
    syscall: "connect",
    address: "10.0.3.17",
    port: 5432,
  });
}
