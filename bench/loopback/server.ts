import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { contenderOf } from "../contenders.ts";

// One contender that listens on a port of its own, which it says when it is ready.
const server = createServer(await contenderOf(process.argv[2] ?? "").load());
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
