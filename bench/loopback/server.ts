import type { AddressInfo } from "node:net";
import { serverOf } from "../contenders.ts";

// One contender that listens on a port of its own, which it says when it is ready.
const server = await serverOf(process.argv[2] ?? "");
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
