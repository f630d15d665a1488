/**
 * The version of what plugins are written against, as major.minor: a minor one adds, a major one may take away. A plugin
 * says in `contract` which it was written for.
 */
export const CONTRACT = '1.1';

/** Why a plugin that was written for a version of the contract does not fit ours; undefined: it does. */
export function contractFault(written: unknown, ours: string = CONTRACT): string | undefined {
  if (written === undefined)
    return `it does not say for which version of the contract it was written; this is ${ours}: add contract: '${ours}'`;
  const [, major, minor] = (typeof written === 'string' && /^(\d+)\.(\d+)$/.exec(written)) || [];
  if (major === undefined || minor === undefined)
    return `its contract is ${JSON.stringify(written)}; write it as major.minor, such as '${ours}'`;
  const [ourMajor, ourMinor] = ours.split('.').map(Number) as [number, number];
  if (Number(major) === ourMajor && Number(minor) <= ourMinor) return undefined;
  const older = Number(major) < ourMajor;
  return `it was written for contract ${written}, and this Retinue has ${ours}; ${
    older ? 'it needs a newer version of the plugin' : 'it needs a newer Retinue'
  }`;
}
