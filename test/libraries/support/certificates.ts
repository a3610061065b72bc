import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The certificates of one test: what makes each of them bad is its name. */
export interface Certificates {
  /** The certificate of an authority that a client trusts if it is told so. */
  readonly authority: string;
  readonly good: Certificate;
  readonly selfSigned: Certificate;
  readonly expired: Certificate;
  readonly notYetValid: Certificate;
  readonly otherHost: Certificate;
}

/** Creates certificates for 127.0.0.1 with openssl. */
export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const run = (...words: string[]) =>
    execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const read = (name: string): Certificate => ({
    key: readFileSync(join(folder, `${name}.key`), "utf8"),
    cert: readFileSync(join(folder, `${name}.pem`), "utf8"),
  });
  const selfSign = (name: string): Certificate => {
    const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
    run("req", "-x509", ...newKey(name), "-out", `${name}.pem`, "-days", "2", ...subject);
    return read(name);
  };
  const sign = (name: string, host: string, from = "", to = ""): Certificate => {
    run("req", ...newKey(name), "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    writeFileSync(join(folder, "ca.cnf"), authorityOf(host));
    const dates = from === "" ? ["-days", "2"] : ["-startdate", from, "-enddate", to];
    const given = ["-config", "ca.cnf", "-in", `${name}.csr`, "-out", `${name}.pem`, ...dates];
    run("ca", "-batch", "-notext", ...given);
    return read(name);
  };
  try {
    writeFileSync(join(folder, "index"), "");
    writeFileSync(join(folder, "serial"), "01\n");
    const { cert: authority } = selfSign("authority");
    return {
      authority,
      selfSigned: selfSign("self"),
      good: sign("good", "IP:127.0.0.1"),
      expired: sign("expired", "IP:127.0.0.1", "20200101000000Z", "20200201000000Z"),
      notYetValid: sign("future", "IP:127.0.0.1", "20480101000000Z", "20480201000000Z"),
      otherHost: sign("other", "DNS:elsewhere.example"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newKey(name: string): readonly string[] {
  return ["-newkey", "rsa:2048", "-nodes", "-keyout", `${name}.key`];
}

/** Returns the configuration of the authority, with the name or the address that it certifies. */
function authorityOf(host: string): string {
  return `
[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
certificate = authority.pem
private_key = authority.key
default_md = sha256
policy = any
x509_extensions = extensions
unique_subject = no
[any]
commonName = supplied
[extensions]
subjectAltName = ${host}
`;
}
