type Call = (options: object) => Promise<unknown>;

/** The part of the generated client of Prisma that the recipe uses; the tests generate the client. */
export interface PrismaClient {
  readonly article: { readonly create: Call; readonly findUniqueOrThrow: Call };
}
