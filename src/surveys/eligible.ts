import type { Engine } from '../pipeline/engine.ts';
import { compileCondition, type HoldsFor } from '../pipeline/fact-reader.ts';
import type { PublishedSurvey } from './published.ts';

const known = new WeakMap<Engine, Map<string, HoldsFor>>();

const NOBODY: HoldsFor = () => false;
const EVERYBODY: HoldsFor = () => true;

/**
 * Whether a survey asks a customer, as it says in `ask.when`; compiled once for each engine and version. A survey that
 * tests something that is gone, such as a segment that is not published any more, asks nobody.
 */
export function eligibility(engine: Engine, { id, version, document }: PublishedSurvey): HoldsFor {
  const when = document.ask?.when;
  if (!when) return EVERYBODY;
  const own = known.get(engine) ?? new Map<string, HoldsFor>();
  known.set(engine, own);
  const name = `${id} ${version}`;
  let holds = own.get(name);
  if (!holds) {
    try {
      holds = compileCondition(engine, when);
    } catch {
      holds = NOBODY;
    }
    own.set(name, holds);
  }
  return holds;
}
