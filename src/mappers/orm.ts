import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import type { DatabaseFailure, DatabaseKind } from "./database-failure.ts";
import { databaseMapper } from "./database-mapper.ts";
import { text } from "./unwrap-errors.ts";

/**
 * Creates a mapper for what Kysely, Knex, Sequelize and TypeORM themselves throw, whatever the database is: a missing
 * row becomes 404, a row that was changed in the meantime 409, a pool without a connection 503. The errors of the
 * database are those of its own mapper, such as `postgres()`.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), orm()] }));
 */
export function orm(): ErrorMapper {
  return databaseMapper("orm", {}, readOrmFailure);
}

function readOrmFailure(found: object): DatabaseFailure | undefined {
  const rule = rules.find(({ matches }) => matches(found));
  return rule && { kind: rule.kind, code: rule.code, quotesValues: true };
}

interface Rule {
  readonly kind: DatabaseKind;
  /** The name of the error, for the record. */
  readonly code: string;
  readonly matches: (found: object) => boolean;
}

const named =
  (name: string, member: string) =>
  (found: object): boolean =>
    text(found, "name") === name && tryReadMember(found, member) !== undefined;

const rules: readonly Rule[] = [
  // Kysely; the name is "Error".
  {
    kind: "not_found",
    code: "NoResultError",
    matches: (found) => text(found, "message") === "no result" && kindOfNode(found) !== "",
  },
  {
    kind: "not_found",
    code: "EntityNotFoundError",
    matches: named("EntityNotFoundError", "entityClass"),
  }, // TypeORM
  {
    kind: "not_found",
    code: "SequelizeEmptyResultError",
    matches: isNamed("SequelizeEmptyResultError"),
  },
  {
    kind: "stale",
    code: "SequelizeOptimisticLockError",
    matches: isNamed("SequelizeOptimisticLockError"),
  },
  {
    kind: "stale",
    code: "OptimisticLockVersionMismatchError", // TypeORM
    matches: isNamed("OptimisticLockVersionMismatchError"),
  },
  {
    kind: "full",
    code: "SequelizeConnectionAcquireTimeoutError",
    matches: isNamed("SequelizeConnectionAcquireTimeoutError"),
  },
  {
    kind: "full",
    code: "KnexTimeoutError",
    matches: (found) =>
      isNamed("KnexTimeoutError")(found) && /acquir/i.test(text(found, "message")),
  },
  { kind: "unconfirmed", code: "KnexTimeoutError", matches: isNamed("KnexTimeoutError") },
];

/** No other library has an error with one of these names. */
function isNamed(name: string): (found: object) => boolean {
  return (found) => text(found, "name") === name;
}

function kindOfNode(found: object): string {
  const node = tryReadMember(found, "node");
  return typeof node === "object" && node !== null ? text(node, "kind") : "";
}
