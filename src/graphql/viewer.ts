import { roles } from '../access/roles.ts';
import type { Builder } from '../contract/graphql.ts';
import { needs, type Scope, scopes, signedIn } from '../contract/scope.ts';
import { ROLES, type Role, type Viewer } from '../contract/viewer.ts';
import { constantCase } from './activity-inputs.ts';
import type { ChangeTypes } from './changes.ts';

/** The enums of roles and scopes. */
export type AccessEnums = ReturnType<typeof viewer>;

/** `Query.viewer`: who asks; and `Query.roles`: what there is to be granted. */
export function viewer(builder: Builder, declared: ReadonlyMap<string, unknown>, ChangeType: ChangeTypes['Type']) {
  const Role = builder.enumType('Role', {
    description: 'A set of scopes with a name that says who it is for.',
    values: Object.fromEntries(
      ROLES.map((role) => [constantCase(role), { value: role, description: roles[role].about }]),
    ) as Record<string, { value: Role; description: string }>,
  });
  const Scope = builder.enumType('Scope', {
    description: 'A right that a field can ask for. Messages and documents write `customers:read` for CUSTOMERS_READ.',
    values: Object.fromEntries(
      Object.entries(scopes).map(([scope, description]) => [constantCase(scope), { value: scope, description }]),
    ) as Record<string, { value: Scope; description: string }>,
  });
  const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
    extensions: signedIn,
    description: 'Who asks, and what they may do and see.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Name of the client, or of the person whose token it is.' }),
      role: t.field({ type: Role, description: 'The role.', resolve: ({ role }) => role }),
      scopes: t.field({
        type: [Scope],
        description: 'Everything that it may do, by its role and besides.',
        resolve: (one) => [...one.scopes],
      }),
      segments: t.stringList({
        nullable: true,
        description: 'Keys of the only segments it may see; null: all.',
        resolve: ({ segments }) => segments && [...segments],
      }),
      changeTypes: t.field({
        type: [ChangeType],
        nullable: true,
        description: 'The only types of change it may see; null: all.',
        resolve: ({ changeTypes }) => changeTypes?.filter((type) => declared.has(type)),
      }),
      expiresAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the key or token ends; null: never.',
        resolve: ({ expiresAt }) => (expiresAt === null ? null : new Date(expiresAt)),
      }),
    }),
  });
  const RoleRef = builder.objectRef<Role>('RoleDescription').implement({
    extensions: needs('access:write'),
    description: 'What a role may do.',
    fields: (t) => ({
      name: t.field({ type: Role, description: 'The role.', resolve: (role) => role }),
      about: t.string({ description: 'Who it is for.', resolve: (role) => roles[role].about }),
      scopes: t.field({
        type: [Scope],
        description: 'What it may do without being granted more.',
        resolve: (role) => [...roles[role].scopes],
      }),
    }),
  });
  builder.queryFields((t) => ({
    viewer: t.field({
      extensions: signedIn,
      type: ViewerRef,
      description: 'Who asks, as this server sees it: the first thing to ask with a new key.',
      resolve: (_root, _args, context) => context.viewer,
    }),
    roles: t.field({
      extensions: needs('access:write'),
      type: [RoleRef],
      description: 'The roles that a client can have.',
      resolve: () => [...ROLES],
    }),
  }));
  return { Role, Scope };
}
