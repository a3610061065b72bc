/** The ways in which nginx chooses an instance, by the value of `BALANCE`. */
export const balances = ["round-robin", "weighted", "least-connections", "ip-hash"] as const;

/** One of these ways. */
export type Balance = (typeof balances)[number];

/** Returns the directives of an upstream: the way of balancing, and the instances. */
export function upstreamOf(balance: Balance, ports: readonly number[]) {
  return [...methods[balance].http, ...serversOf(balance, ports)].join("\n");
}

/** Returns the block of the module stream, which passes bytes on and knows nothing of HTTP. */
export function layer4Of(balance: Balance, ports: readonly number[], port: number) {
  return `stream {
    upstream instances {
        ${[...methods[balance].stream, ...serversOf(balance, ports)].join("\n        ")}
    }
    server {
        listen 127.0.0.1:${port};
        proxy_pass instances;
        proxy_connect_timeout 1s;
        proxy_timeout 60s;
    }
}
`;
}

const methods: Readonly<Record<Balance, Readonly<Record<"http" | "stream", readonly string[]>>>> = {
  "round-robin": { http: [], stream: [] },
  weighted: { http: [], stream: [] },
  "least-connections": { http: ["least_conn;"], stream: ["least_conn;"] },
  "ip-hash": { http: ["ip_hash;"], stream: ["hash $remote_addr consistent;"] },
};

/** An instance that failed three times within two seconds gets nothing for two seconds. */
function serversOf(balance: Balance, ports: readonly number[]) {
  return ports.map((port, index) => {
    // The first instance gets three times as much, as if it ran on a larger machine.
    const weight = balance === "weighted" && index === 0 ? " weight=3" : "";
    return `server 127.0.0.1:${port}${weight} max_fails=3 fail_timeout=2s;`;
  });
}
