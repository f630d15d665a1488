import { registerHooks } from 'node:module';

/** PostGraphile needs graphql 16, while Retinue is built on 17: in this process `graphql` means the older one. */
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier === 'graphql' || specifier.startsWith('graphql/')
        ? specifier.replace('graphql', 'graphql-16')
        : specifier,
      context,
    ),
});
