// Loads every entry of the built package as users do, with require() and with import().
const { exports: entries } = require("../package.json");

const schema = { "~standard": { version: 1, vendor: "none", validate: (value) => ({ value }) } };

// What Express's debug output, stacks and traces call it is what the user has mounted.
const middleware = {
  errorHandler: ({ errorHandler }) => errorHandler(),
  notFoundHandler: ({ notFoundHandler }) => notFoundHandler(),
  operation: ({ operation }) => operation({ summary: "None" }),
  readiness: ({ readiness }) => readiness(),
  requestContext: ({ requestContext }) => requestContext(),
  validate: ({ validate }) => validate({ body: schema }),
};

async function check() {
  for (const entry of Object.keys(entries)) {
    if (entry === "./package.json") continue;
    const name = `express-backstop${entry.slice(1)}`;
    const [required, imported] = [require(name), await import(name)];
    const keys = Object.keys(imported);
    const missing = keys.filter((key) => !Object.hasOwn(required, key));
    if (keys.length === 0 || missing.length > 0) {
      throw new Error(`${name}: require() lacks ${missing.join(", ") || "everything"}.`);
    }
    // A bundler may rename one of two of a name, and errors are known by the names of their classes.
    const renamed = keys.filter(
      (key) => imported[key].name !== key && typeof imported[key] === "function",
    );
    for (const key of keys) {
      const made = middleware[key]?.(imported).name ?? key;
      if (made !== key) throw new Error(`${name}: what ${key} makes is called ${made}.`);
    }
    if (renamed.length > 0) throw new Error(`${name}: renamed are ${renamed.join(", ")}.`);
    console.log(`${name}: ${keys.length} exports`);
  }
}

check().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
