import { GraphQLError } from 'graphql';
import type { Viewer } from '../../contract/viewer.ts';
import type { Chunk } from './chunk.ts';

/** Bytes that may wait in the process for one connection; when more do, nothing is written until they are gone. */
export const MARK = 65_536;

/** How long a connection whose reader takes nothing stays open, in milliseconds. */
export const PATIENCE = 60_000;

/** How often something is sent on a connection, so that nobody on the way takes it for dead. */
export const PING_EVERY = 12_000;

/** Why a stream ends. */
export interface Ending {
  readonly errors: readonly GraphQLError[];
  /** Whether the client is to come back by itself, with the last cursor that it has. */
  readonly comeBack: boolean;
}

/** Where the answers of a subscription go. After `write` or `tell` gave false, its source is resumed when there is room. */
export interface Sink {
  source: Source | undefined;
  readonly isOpen: boolean;
  write(chunk: Chunk): boolean;
  /** One answer as JSON, of a subscription that is not to changes. */
  tell(text: string): boolean;
  /** Nothing more comes: the source is at its end, or cannot go on. */
  end(ending?: Ending): void;
}

/** What fills a sink. */
export interface Source {
  /** There is room again. */
  resume(): void;
  /** Nobody reads any more. */
  stop(): void;
  /** Where to go on after what was written; null when that cannot be said. */
  cursor(): string | null;
}

/** A connection that stays open: a stream of events, or a socket with several subscriptions. */
export interface Connection {
  viewer: Viewer;
  /** Comes about every second. */
  beat(now: number): void;
  end(ending: Ending): void;
  /** The server closes: the client is to come back. */
  leave(): void;
  /** Without further ado. */
  cut(): void;
}

const ending = (code: string, message: string, comeBack: boolean, more: object = {}): Ending => ({
  errors: [new GraphQLError(message, { extensions: { code, ...more } })],
  comeBack,
});

export const CREDENTIAL_ENDED = ending(
  'UNAUTHENTICATED',
  'The credential of this stream has ended or was revoked.',
  false,
);

export const RIGHTS_CHANGED = ending('RIGHTS_CHANGED', 'What you may see has changed: connect again.', true);

export const slowConsumer = (resumeAfter: string | null): Ending =>
  ending(
    'SLOW_CONSUMER',
    `Nothing was taken from this stream for ${PATIENCE / 1000} seconds: connect again after the cursor in resumeAfter.`,
    true,
    { resumeAfter },
  );
