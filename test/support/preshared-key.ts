const psk = Buffer.from("not a secret, for tests of TLS only");

/** How a server and a client of the tests know each other without a certificate (RFC 4279). */
interface PresharedKey<Callback> {
  readonly pskCallback: Callback;
  readonly ciphers: string;
  readonly maxVersion: "TLSv1.2";
}

const cipher = { ciphers: "PSK+HIGH:@SECLEVEL=0", maxVersion: "TLSv1.2" } as const;

/** TLS options of the server. */
export const presharedKey: PresharedKey<() => Buffer> = { ...cipher, pskCallback: () => psk };

/** TLS options of the client, which has no certificate to check. */
export const presharedKeyClient: PresharedKey<() => { psk: Buffer; identity: string }> & {
  readonly checkServerIdentity: () => undefined;
} = {
  ...cipher,
  pskCallback: () => ({ psk, identity: "test" }),
  checkServerIdentity: () => undefined,
};
