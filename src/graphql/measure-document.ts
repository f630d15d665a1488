import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Limits } from './limits.ts';

/** How large a document is in everything that its text alone decides; of several operations, the largest of each. */
export type Measures = { readonly [K in keyof Omit<Limits, 'cost' | 'bodyBytes' | 'rateShare'>]: number } & {
  /** The fields of introspection that it selects. */
  readonly introspection: readonly string[];
};

interface Size {
  depth: number;
  aliases: number;
  fields: number;
}

/** Measures a document that was parsed, valid or not. Fragments are measured once, so the time is that of its length. */
export function measureDocument(document: DocumentNode): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const one of document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
    if (one.kind === Kind.OPERATION_DEFINITION) operations.push(one);
  }
  const sizeOf = sizer(fragments);
  const sizes = operations.map(({ selectionSet }) => sizeOf(selectionSet));
  const largest = (key: keyof Size): number => Math.max(0, ...sizes.map((size) => size[key]));
  const introspection = new Set<string>();
  let directives = 0;
  let listItems = 0;
  visit(document, {
    Directive() {
      directives += 1;
    },
    ListValue({ values }) {
      listItems = Math.max(listItems, values.length);
    },
    Field({ name: { value } }) {
      if (value === '__schema' || value === '__type') introspection.add(value);
    },
  });
  return {
    tokens: document.tokenCount ?? 0,
    depth: largest('depth'),
    aliases: largest('aliases'),
    rootFields: largest('fields'),
    directives,
    listItems,
    introspection: [...introspection],
  };
}

/** A cycle of fragments ends where it closes; that it is one, validation says. */
function sizer(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<string, Size>();
  const sizeOf = ({ selections }: SelectionSetNode): Size => {
    const all: Size = { depth: 0, aliases: 0, fields: 0 };
    const add = ({ depth, aliases, fields }: Size): void => {
      all.depth = Math.max(all.depth, depth);
      all.aliases += aliases;
      all.fields += fields;
    };
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) add(ofFragment(node.name.value));
      else if (node.kind === Kind.INLINE_FRAGMENT) add(sizeOf(node.selectionSet));
      else {
        const inner = node.selectionSet ? sizeOf(node.selectionSet) : undefined;
        const depth = node.name.value.startsWith('__') ? 0 : 1 + (inner?.depth ?? 0);
        add({ depth, aliases: (inner?.aliases ?? 0) + (node.alias ? 1 : 0), fields: 1 });
      }
    }
    return all;
  };
  const ofFragment = (name: string): Size => {
    const found = known.get(name);
    if (found) return found;
    known.set(name, { depth: 0, aliases: 0, fields: 0 });
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : { depth: 0, aliases: 0, fields: 0 };
    known.set(name, size);
    return size;
  };
  return sizeOf;
}
