import "reflect-metadata";
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Module,
  NotFoundException,
  Param,
} from "@nestjs/common";
import { errorHandler, NotFoundError } from "express-backstop";
import { nest } from "express-backstop/mappers/nest";

const handleError = errorHandler({ mappers: [nest()] });

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    handleError(error, http.getRequest(), http.getResponse(), http.getNext());
  }
}

@Controller("articles")
class ArticleController {
  @Get(":id")
  find(@Param("id") id: string): object {
    if (id === "7") throw new NotFoundException("There is no article 7.");
    if (id === "8") throw new NotFoundError("There is no article 8.", { code: "no_article" });
    throw new Error(`connect ECONNREFUSED db.internal:5432`);
  }
}

@Module({ controllers: [ArticleController] })
export class AppModule {}
