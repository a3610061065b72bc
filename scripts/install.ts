import { npmCi } from "./npm-ci.ts";

// Installs folders whose packages npm ci leaves out, because neither the tests nor the example need them. A folder that
// has what its lock file says takes no time.
//
//   tsx scripts/install.ts scripts/tools

for (const folder of process.argv.slice(2)) npmCi(folder);
