import { connect } from "node:net";

const mysqlUrl = process.env["TEST_MYSQL_URL"] ?? "mysql://root@127.0.0.1:3306/test";

/** Returns the URL of the MySQL or MariaDB server for tests; undefined if no server responds, which in CI is an error. */
export async function mysqlServer(): Promise<string | undefined> {
  const { hostname, port } = new URL(mysqlUrl);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 3306) });
    socket.setTimeout(1000, () => resolve(false));
    socket.once("error", () => resolve(false));
    // The server speaks first.
    socket.once("data", () => resolve(true));
    socket.once("close", () => resolve(false));
    setTimeout(() => socket.destroy(), 1500).unref();
  });
  if (answers) return mysqlUrl;
  if (!process.env["CI"]) return undefined;
  throw new Error(
    "No MySQL or MariaDB server responds. Start one on 127.0.0.1:3306 with a database named test, or set TEST_MYSQL_URL.",
  );
}
