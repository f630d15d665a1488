import { type GraphQLField, type GraphQLNamedType, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { roles } from '../access/roles.ts';
import { type Guard, type Scope, scopes } from '../contract/scope.ts';
import { ROLES } from '../contract/viewer.ts';
import { foundBy, guardOf, ownGuard } from './guards.ts';

type Row = readonly [coordinate: string, guard: Guard['guard'] | undefined];

/** Who may select what, as a page of Markdown that reviewers read: every field, guarded argument and look-up by id. */
export function scopeTable(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).flatMap((field) => rowsOf(type, field))
      : [],
  );
  const node = schema.getType('Node');
  const nodes = types.filter((type) => isObjectType(type) && isInterfaceType(node) && schema.isSubType(node, type));
  const granted = ROLES.map((role) => [`\`${role}\``, code(roles[role].scopes), roles[role].about]);
  const meaning = Object.entries(scopes).map(([scope, about]) => [`\`${scope}\``, about]);
  return [
    '# Who may see and do what',
    'Printed from the schema by `npm run schema`; a stale page fails the tests, and a generated test tries every line of it ' +
      'as every role. What one may see of a list is bounded besides, by the segments and types of change of the client.',
    '## Scopes',
    ...table(['scope', 'lets one'], meaning),
    '## Roles',
    ...table(['role', 'scopes', 'about'], granted),
    '## Fields',
    'An argument that asks more than its field stands as `Type.field(argument:)`. “Whoever reaches it”: it says nothing ' +
      'that the way to it has not allowed.',
    ...table(['field', 'needs one of', 'roles'], fields.map(cells)),
    '## Look-ups by id',
    'To others it is as if there were none: `node` and `nodes` answer null.',
    ...table(
      ['type', 'needs one of', 'roles'],
      nodes.map((type) => cells([type.name, foundBy(type)])),
    ),
  ].join('\n\n');
}

function rowsOf(type: GraphQLNamedType, field: GraphQLField<unknown, unknown>): Row[] {
  const coordinate = `${type.name}.${field.name}`;
  const given = field.args.flatMap((argument): Row[] => {
    const guard = ownGuard(argument);
    return guard === undefined ? [] : [[`${coordinate}(${argument.name}:)`, guard]];
  });
  return [[coordinate, guardOf(type, field)], ...given];
}

function cells([coordinate, guard]: Row): string[] {
  const name = `\`${coordinate}\``;
  if (guard === undefined) return [name, 'nobody may', ''];
  if (guard === 'signed in') return [name, 'a key or token', 'all'];
  if (guard === 'inherited') return [name, 'whoever reaches it', ''];
  const allowed = ROLES.filter((role) => guard.some((scope) => roles[role].scopes.includes(scope)));
  return [name, code(guard), allowed.join(', ') || 'none'];
}

const code = (list: readonly Scope[]): string => list.map((scope) => `\`${scope}\``).join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'),
];
