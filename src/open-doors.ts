import { registerHooks } from 'node:module';

/** Packages that are imported for somebody else, and where they are looked for. */
const places = new Map<string, string>();
let open = false;

/** Of these there must be one copy in a process, or their classes would not be the same ones. */
const ONE = /^(retinue\/|@mikro-orm\/|graphql$)/;

/**
 * Whatever imports `retinue/contract` and the other doors, or what tables are made with, gets those of the Retinue that
 * runs, also where it lies elsewhere or another copy lies nearer.
 */
export function openDoors(): void {
  if (open) return;
  open = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (ONE.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url });
      const place = context.parentURL === import.meta.url ? places.get(specifier) : undefined;
      return next(specifier, place === undefined ? context : { ...context, parentURL: place });
    },
  });
}

/** Imports a package as a module at `place` would. */
export async function importFrom<T>(place: string, name: string): Promise<T> {
  openDoors();
  places.set(name, place);
  return (await import(name)) as T;
}
