import type { Plugin } from '../contract/plugin.ts';
import { checkDeclared, type DeclaredOptions } from './check-declared.ts';
import { checkKeepers } from './check-keepers.ts';
import { checkSettle } from './check-settle.ts';
import { checkTables } from './check-tables.ts';
import { type Finding, Findings } from './finding.ts';
import { openScratch } from './scratch.ts';

export type { Finding };

export interface CheckOptions extends DeclaredOptions {
  /** URL of a PostgreSQL server on which databases may be created; left out: one is started and gone afterwards. */
  readonly server?: string;
}

/**
 * The conformance kit: holds a plugin against everything that the contract asks of it, together with core and without
 * other plugins. Nothing found: it keeps it. (The door `#test`; for packages `retinue/test`.)
 */
export async function checkPlugin(plugin: Plugin, options: CheckOptions = {}): Promise<readonly Finding[]> {
  const findings = new Findings();
  const declared = checkDeclared(plugin, options, findings);
  if (!declared) return findings.list;
  const { contributions, documents } = declared;
  const scratch = await openScratch(options.server, contributions.entities);
  try {
    await checkTables(scratch, plugin.name, declared, findings.of('tables'));
    await checkSettle(scratch.database, plugin.name, documents, findings.of('settle'));
    await checkKeepers(scratch.database, plugin, declared, {
      settle: findings.of('settle'),
      agenda: findings.of('agenda'),
    });
  } catch (error) {
    findings.of('tables')(`Its tables cannot be made: ${(error as Error).message}`);
  } finally {
    await scratch.close();
  }
  return findings.list;
}
