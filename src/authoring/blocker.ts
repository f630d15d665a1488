import { type Issue, ValidationError } from '../errors.ts';
import type { Phrase } from '../language/phrase.ts';
import { type Told, told } from '../language/told.ts';
import type { VersionName } from './lock-version.ts';

/** One thing that stands in the way of a publication. */
export interface Blocker extends Told {
  /** The version it is about; null: all of them together. */
  readonly version: VersionName | null;
  /** Where in its document, when that is at fault. */
  readonly path: readonly string[];
  readonly code: string;
}

export const blockerOf =
  (version: VersionName | null) =>
  (code: string, message: string | Phrase, path: readonly string[] = []): Blocker => ({
    version,
    path,
    code,
    ...told(message),
  });

/** Throws a ValidationError with every blocker, when there are any. */
export function refuseBlocked(blockers: readonly Blocker[], versions: readonly VersionName[]): void {
  if (blockers.length === 0) return;
  throw new ValidationError(
    blockers.map(({ version, path, ...issue }): Issue => {
      const at = versions.findIndex((one) => one.key === version?.key && one.number === version.number);
      return {
        ...issue,
        path: at < 0 ? [] : ['versions', String(at), ...(path.length > 0 ? ['source', ...path] : [])],
      };
    }),
  );
}
