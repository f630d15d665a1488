import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Lexer,
  parse,
  Source,
  TokenKind,
  validate,
} from 'graphql';
import { may, type Viewer } from '../contract/viewer.ts';
import { DOCUMENT_LENGTH, INSIDE, type Limits, limitsFor, NESTING } from './limits.ts';
import { type Measures, measureDocument } from './measure-document.ts';
import { remember } from './remember.ts';

/** More faults than these of one document are not listed: an answer must not be many times its question. */
const MOST_ERRORS = 5;

const refusal = (code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 400, spec: false } } });

/**
 * Parses a document that anybody may have sent. What is too long, or so deep that the parser would run out of stack, is
 * refused before; throws a GraphQLError with a code.
 */
export function parseDocument(text: string): DocumentNode {
  if (text.length > DOCUMENT_LENGTH)
    throw refusal(
      'DOCUMENT_TOO_LARGE',
      `A document has at most ${DOCUMENT_LENGTH} characters; put values into variables.`,
    );
  try {
    const source = new Source(text);
    scan(source);
    return parse(source, { maxTokens: INSIDE.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) error.extensions.code ??= 'GRAPHQL_PARSE_FAILED';
    throw error;
  }
}

/** Reads the text sign by sign, with no recursion. */
function scan(source: Source): void {
  const lexer = new Lexer(source);
  let tokens = 0;
  let depth = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    if (++tokens > INSIDE.tokens) throw tooMany('tokens', INSIDE);
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) depth += 1;
    else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) depth -= 1;
    if (depth > NESTING) throw refusal('QUERY_TOO_DEEP', `A document has at most ${NESTING} brackets inside brackets.`);
  }
}

const LIMITED = {
  tokens: ['TOO_MANY_TOKENS', 'tokens'],
  depth: ['QUERY_TOO_DEEP', 'fields inside fields'],
  aliases: ['TOO_MANY_ALIASES', 'aliases'],
  directives: ['TOO_MANY_DIRECTIVES', 'directives'],
  rootFields: ['TOO_MANY_ROOT_FIELDS', 'fields at its root'],
  listItems: ['TOO_MANY_ITEMS', 'items in a list; put longer lists into variables'],
} as const;

const tooMany = (what: keyof typeof LIMITED, limits: Limits): GraphQLError =>
  refusal(LIMITED[what][0], `A document has at most ${limits[what]} ${LIMITED[what][1]}.`);

/**
 * Everything that is wrong with a document when this viewer sends it, by whichever way: its size, the rules of GraphQL,
 * and questions about the schema that it may not ask. Empty: it may run. What depends on the document alone is found out
 * once; what depends on the viewer, each time.
 */
export function documentErrors(schema: GraphQLSchema, document: DocumentNode, viewer: Viewer): readonly GraphQLError[] {
  const measures = remember(measured, document, measureDocument);
  const limits = limitsFor(viewer);
  const exceeded = (Object.keys(LIMITED) as (keyof typeof LIMITED)[]).filter((what) => measures[what] > limits[what]);
  // not validated before it is known to be small: some rules look at all pairs of fields
  if (exceeded.length > 0) return exceeded.map((what) => tooMany(what, limits));
  const curious = may(viewer, 'schema:read');
  const [field] = measures.introspection;
  if (field !== undefined && !curious)
    return [refusal('INTROSPECTION_DISABLED', `As ${viewer.role} you may not ask for ${field}; it needs schema:read.`)];
  const errors = remember(
    remember(broken, schema, () => new WeakMap()),
    document,
    (one) => findErrors(schema, one),
  );
  return curious ? errors : errors.map(withoutSuggestion);
}

function findErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const errors = validate(schema, document, undefined, { maxErrors: MOST_ERRORS }).map((error) =>
    // what the validator says when comparing fields under one name took too many steps
    error.message === 'Validation aborted.'
      ? refusal('QUERY_TOO_COMPLEX', 'The document repeats too many fields to be checked; ask for each once.')
      : error,
  );
  for (const error of errors) error.extensions.code ??= 'GRAPHQL_VALIDATION_FAILED';
  return errors;
}

/** The error without the names that it proposes: they would tell the schema, name by name. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*\?$/s, '');
  if (message === error.message) return error;
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

const measured = new WeakMap<DocumentNode, Measures>();
const broken = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly GraphQLError[]>>();
