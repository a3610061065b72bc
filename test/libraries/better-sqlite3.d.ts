// The part that the tests use, so that no package of types has to be installed.
declare module "better-sqlite3" {
  class Database {
    constructor(path: string, options?: { readonly timeout?: number; readonly readonly?: boolean });
    exec(sql: string): this;
    pragma(text: string): unknown;
    prepare(sql: string): { run(...values: readonly (string | number | null)[]): unknown };
    close(): void;
  }
  export = Database;
}
