import type { ErrorMapper } from "../normalize/mapper.ts";
import { amqplib } from "./amqplib.ts";
import { aws } from "./aws.ts";
import { axios } from "./axios.ts";
import { bullmq } from "./bullmq.ts";
import { busboy } from "./busboy.ts";
import { connectTimeout } from "./connect-timeout.ts";
import { csrf } from "./csrf.ts";
import { fetch } from "./fetch.ts";
import { formidable } from "./formidable.ts";
import { googleCloud } from "./google-cloud.ts";
import { got } from "./got.ts";
import { grpc } from "./grpc.ts";
import { jwt } from "./jwt.ts";
import { ky } from "./ky.ts";
import { multer } from "./multer.ts";
import { nodeFetch } from "./node-fetch.ts";
import { nodeSystem } from "./node-system.ts";
import { nodemailer } from "./nodemailer.ts";
import { octokit } from "./octokit.ts";
import { openai } from "./openai.ts";
import { opossum } from "./opossum.ts";
import { orpc } from "./orpc.ts";
import { passport } from "./passport.ts";
import { rateLimit } from "./rate-limit.ts";
import { redis } from "./redis.ts";
import { stripe } from "./stripe.ts";
import { superagent } from "./superagent.ts";
import { joinMappers } from "./to-mapper.ts";

/**
 * Creates the mappers that need no options and no thought: those of tokens, logins, uploads, limits, HTTP clients and
 * services, in an order in which none takes the errors of another. Put the mappers of your databases before them, and
 * `statusProperty` behind.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), ...recommended()] }));
 */
export function recommended(): readonly ErrorMapper[] {
  return joinMappers([
    csrf(),
    connectTimeout(),
    jwt(),
    passport(),
    rateLimit(),
    multer(),
    busboy(),
    formidable(),
    axios(),
    got(),
    ky(),
    superagent(),
    nodeFetch(),
    aws(),
    stripe(),
    grpc(),
    googleCloud(),
    octokit(),
    openai(),
    orpc(),
    opossum(),
    nodemailer(),
    amqplib(),
    bullmq(),
    redis(),
    fetch(),
    nodeSystem(),
  ]);
}
