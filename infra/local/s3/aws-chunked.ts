// aws-chunked: how SDKs stream a body whose checksum they only know at the end. Each chunk is `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`;
// a chunk of size 0 is followed by trailers such as `x-amz-checksum-crc32:…`. Chunk signatures are read over, not verified: the request's own
// signature has been.
import { Transform, type TransformCallback } from "node:stream";
import { S3Error } from "./error.ts";

const MAX_LINE = 16 * 1024;

export class AwsChunkedDecoder extends Transform {
  readonly trailers: Record<string, string> = {};
  #state: "size" | "data" | "data-end" | "trailers" = "size";
  #left = 0;
  #line = Buffer.alloc(0);
  #ended = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#read(chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state === "trailers" && this.#line.length > 0) this.#takeLine(this.#line.toString("latin1"));
    done(this.#ended ? null : new S3Error("IncompleteBody"));
  }

  #read(chunk: Buffer) {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === "data") {
        const end = Math.min(chunk.length, at + this.#left);
        this.push(chunk.subarray(at, end));
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#state = "data-end";
        continue;
      }
      const newline = chunk.indexOf(0x0a, at);
      const end = newline < 0 ? chunk.length : newline + 1;
      this.#line = Buffer.concat([this.#line, chunk.subarray(at, end)]);
      if (this.#line.length > MAX_LINE) throw new S3Error("IncompleteBody", "The chunk header is too long.");
      at = end;
      if (newline >= 0) {
        const line = this.#line.toString("latin1").replace(/\r?\n$/, "");
        this.#line = Buffer.alloc(0);
        this.#takeLine(line);
      }
    }
  }

  #takeLine(line: string) {
    if (this.#state === "data-end") {
      if (line !== "") throw new S3Error("IncompleteBody", "A chunk is longer than its announced size.");
      this.#state = "size";
    } else if (this.#state === "size") this.#takeSize(line);
    else this.#takeTrailer(line);
  }

  #takeSize(line: string) {
    const size = /^([\da-f]{1,12})(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new S3Error("IncompleteBody", "The chunk size is not a hexadecimal number.");
    this.#left = Number.parseInt(size, 16);
    this.#ended = this.#left === 0;
    this.#state = this.#ended ? "trailers" : "data";
  }

  #takeTrailer(line: string) {
    const colon = line.indexOf(":");
    if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}
