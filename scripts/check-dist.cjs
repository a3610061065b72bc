// Loads every entry of the built package as users do, with require() and with import().
const { exports: entries } = require("../package.json");

async function check() {
  for (const entry of Object.keys(entries)) {
    if (entry === "./package.json") continue;
    const name = `express-backstop${entry.slice(1)}`;
    const [required, imported] = [Object.keys(require(name)), Object.keys(await import(name))];
    const missing = imported.filter((key) => !required.includes(key));
    if (imported.length === 0 || missing.length > 0) {
      throw new Error(`${name}: require() lacks ${missing.join(", ") || "everything"}.`);
    }
    console.log(`${name}: ${imported.length} exports`);
  }
}

check().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
