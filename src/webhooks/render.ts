import type { Viewer } from '../contract/viewer.ts';
import type { ChangeMessage, PlacedChange } from '../feed/change-data.ts';
import type { FeedFilter } from '../feed/filter.ts';

/** A subscription document by which an owner chooses what is followed and what of it is sent. */
export interface Document {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** What an endpoint asks for: types and segments, or a document that says both and more. */
export interface Wish {
  readonly types: readonly string[] | null;
  readonly segments: readonly string[] | null;
  readonly document: Document | null;
}

/** A change as the client of the endpoint may see it. */
export interface Rendered {
  readonly thin: ChangeMessage;
  /** What the document made of it, when there is one. */
  readonly chosen?: { readonly data?: unknown; readonly errors?: readonly unknown[] };
}

/** What is followed for an endpoint, within the rights that its client has now. */
export interface Following {
  readonly filter: FeedFilter;
  /** The cursor that the document begins after; null: from now on. */
  readonly after: string | null;
  render(changes: readonly PlacedChange[]): Promise<readonly Rendered[]>;
}

/** The client may not follow this, or not any more. */
export interface Refusal {
  readonly refused: string;
}

/** Makes messages of changes: given by whoever knows the API, of which this folder knows nothing. */
export type Renderer = (viewer: Viewer, wish: Wish) => Following | Refusal;
