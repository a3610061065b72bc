import rateLimit from "express-rate-limit";
import { createProxyMiddleware } from "http-proxy-middleware";

export const limiter = rateLimit({ windowMs: 60_000, limit: 100 }); // mistake: foreign-error-response
export const proxy = createProxyMiddleware({ target: "http://127.0.0.1:9000" }); // mistake: foreign-error-response
