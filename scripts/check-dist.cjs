// Loads every entry of the built package as users do, with require() and with import().
const { exports: entries } = require("../package.json");

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
    // Two of a name in one file make the bundler rename one, and errors are known by the names of their classes.
    const renamed = keys.filter(
      (key) => imported[key].name !== key && typeof imported[key] === "function",
    );
    if (renamed.length > 0) throw new Error(`${name}: renamed are ${renamed.join(", ")}.`);
    console.log(`${name}: ${keys.length} exports`);
  }
}

check().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
