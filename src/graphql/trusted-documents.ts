import { readFile } from 'node:fs/promises';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Viewer } from '../contract/viewer.ts';
import { ValidationError } from '../errors.ts';
import { documentErrors, parseDocument } from './document-rules.ts';

/** What was sent: a document, or the id of a stored one. */
export interface SentText {
  readonly query?: string | null | undefined;
  readonly documentId?: string | null | undefined;
}

const refusal = (code: string, status: number, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status, spec: false } } });

/** The documents that were stored beforehand, by their ids: `sha256:` and the hash, as codegen's client preset writes them. */
export class TrustedDocuments {
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.#texts = new Map(Object.entries(texts).map(([id, text]) => [plain(id), text]));
  }

  /** The text to run. Throws a GraphQLError when there is none, or its sender may not send one of its own. */
  textFor(viewer: Viewer, { query: sent, documentId }: SentText): string {
    // clients for sockets must send a text, be it an empty one
    const query = typeof documentId === 'string' && sent === '' ? undefined : sent;
    if (viewer.trustedDocumentsOnly && (typeof query === 'string' || typeof documentId !== 'string'))
      throw refusal(
        'TRUSTED_DOCUMENTS_ONLY',
        403,
        `${viewer.name} may only run stored documents: send "documentId", and no "query".`,
      );
    if (typeof query === 'string') return query;
    if (typeof documentId !== 'string')
      throw refusal('BAD_REQUEST', 400, 'A request needs a "query", or the "documentId" of a stored document.');
    const text = this.#texts.get(plain(documentId));
    if (text === undefined) throw refusal('DOCUMENT_NOT_FOUND', 404, 'No document is stored here under this id.');
    return text;
  }

  /** Refuses what could never run: every fault of every document, by its id. */
  check(schema: GraphQLSchema, viewer: Viewer): void {
    const issues = [...this.#texts].flatMap(([id, text]) =>
      faultsOf(schema, viewer, text).map(({ message }) => ({
        path: ['TRUSTED_DOCUMENTS', id],
        code: 'INVALID_SETTING',
        message: `TRUSTED_DOCUMENTS: the document ${id.slice(0, 12)}… cannot run: ${message}`,
      })),
    );
    if (issues.length > 0) throw new ValidationError(issues);
  }
}

/** With or without the name of the hash: clients send both. */
const plain = (id: string): string => id.replace(/^sha256:/i, '').toLowerCase();

function faultsOf(schema: GraphQLSchema, viewer: Viewer, text: string): readonly GraphQLError[] {
  try {
    return documentErrors(schema, parseDocument(text), viewer);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** Reads the `persisted-documents.json` of codegen's client preset; undefined: nothing is stored. */
export async function readTrustedDocuments(path: string | undefined): Promise<TrustedDocuments> {
  if (path === undefined) return new TrustedDocuments();
  const problem = (message: string): ValidationError =>
    new ValidationError([
      { path: ['TRUSTED_DOCUMENTS'], code: 'INVALID_SETTING', message: `TRUSTED_DOCUMENTS: ${message}` },
    ]);
  const file = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw problem(`the file cannot be read (${error.code}).`);
  });
  let texts: unknown;
  try {
    texts = JSON.parse(file);
  } catch {
    throw problem('the file is not JSON.');
  }
  if (typeof texts !== 'object' || texts === null || Object.values(texts).some((text) => typeof text !== 'string'))
    throw problem('the file must be an object of documents by their ids.');
  return new TrustedDocuments(texts as Record<string, string>);
}
