import { type DocumentNode, GraphQLError, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../contract/viewer.ts';
import { documentErrors, parseDocument } from './document-rules.ts';

const MOST_KEPT = 1000;
const MOST_KEPT_CHARACTERS = 4_000_000;

/**
 * Parses and checks the documents of a server by the rules that hold on every transport. A document that was sent before
 * is not parsed again, and all that is known of a document lives as long as it does; whether a viewer may send it is
 * decided for each viewer.
 */
export function useDocuments(): Plugin {
  const kept = new Map<string, DocumentNode>();
  let characters = 0;
  const parse = (text: string): DocumentNode => {
    const found = kept.get(text);
    if (found) {
      // what was asked for last goes last
      kept.delete(text);
      kept.set(text, found);
      return found;
    }
    const document = parseDocument(text);
    kept.set(text, document);
    characters += text.length;
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT && characters <= MOST_KEPT_CHARACTERS) break;
      kept.delete(oldest);
      characters -= oldest.length;
    }
    return document;
  };
  return {
    onParse({ setParseFn }) {
      setParseFn(((text: string | Source) => parse(typeof text === 'string' ? text : text.body)) as never);
    },
    onValidate({ context, params: { schema, documentAST }, setResult }) {
      const { viewer } = context as { viewer?: Viewer };
      if (!viewer) throw new GraphQLError('Nobody knows who asks.', { extensions: { code: 'UNAUTHENTICATED' } });
      setResult(documentErrors(schema, documentAST, viewer) as never);
    },
  };
}
