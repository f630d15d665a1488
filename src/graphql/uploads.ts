import { uuidOf } from '../activities/identify.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { createUpload, type Upload } from '../imports/uploads.ts';
import { core } from './context.ts';
import { globalId } from './global-ids.ts';

/** `createUpload`: room for a file whose bytes follow over plain HTTP. */
export function uploads(builder: Builder): void {
  const UploadRef = builder.objectRef<Upload>('Upload').implement({
    extensions: needs('imports:write'),
    description: 'A file on its way to us, or here.',
    fields: (t) => ({
      id: t.id({
        description: 'Id of the upload.',
        resolve: ({ id }, _args, context) => globalId(context, 'Upload', id),
      }),
      name: t.exposeString('name', { description: 'Name of the file.' }),
      url: t.string({
        description:
          'Path to send the bytes to with HTTP PUT: all at once, or in pieces with Content-Range; GET tells how many are here.',
        resolve: ({ id }) => `/uploads/${id}`,
      }),
      bytes: t.expose('bytes', { type: 'Long', description: 'How many bytes are here.' }),
      complete: t.exposeBoolean('complete', { description: 'Whether all of them are.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    }),
  });
  const Input = builder.inputType('CreateUploadInput', {
    description: 'A file to send.',
    fields: (t) => ({
      name: t.string({
        required: true,
        description: 'Name of the file; its end may tell the format: "orders.csv.gz".',
      }),
      key: t.string({ description: 'Idempotency key: the same key again answers with the same upload.' }),
    }),
  });
  builder.mutationField('createUpload', (t) =>
    t.field({
      extensions: needs('imports:write'),
      type: UploadRef,
      description: 'Makes room for a file of at most 5 GB; its bytes follow over plain HTTP.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'CreateUploadResult', description: 'Success, or why there is no room.' },
        result: { name: 'CreateUploadSuccess', extensions: inherited, description: 'Send the bytes now.' },
        dataField: { name: 'upload', description: 'The upload.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The file.' }) },
      resolve: (_root, { input: { name, key } }, context) => {
        const { database } = core(context).services;
        return typeof key === 'string'
          ? createUpload(database, name, uuidOf(`upload\0${key}`))
          : createUpload(database, name);
      },
    }),
  );
}
