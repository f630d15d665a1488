import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import type { Format } from '../imports/detect-format.ts';
import { type ImportInput, tallyOf } from '../imports/import-input.ts';
import { FILE_IMPORT, IMPORT, type KeptProblem, readProblems } from '../imports/problems.ts';
import { startImport } from '../imports/start-import.ts';
import { Job } from '../jobs/job.ts';
import { answerReading } from '../surveys/import/answer-reading.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { globalId, localId } from './global-ids.ts';
import { readJobs } from './jobs.ts';
import { limitOf, toPage, windowOf } from './page.ts';

/** Imports, and what they could not take. */
export function imports(builder: Builder): void {
  const What = builder.enumType('ImportWhat', {
    description: 'What the rows of a file are.',
    values: {
      CUSTOMERS: { value: 'customers', description: 'Profiles of customers.' },
      ACTIVITIES: { value: 'activities', description: 'What customers did and said.' },
      ANSWERS: {
        value: 'answers',
        description: 'Responses to a survey, of customers and of people who are not known.',
      },
    } as const,
  });
  const FileFormat = builder.enumType('ImportFormat', {
    description: 'How a file is written; compressed with gzip or not.',
    values: {
      CSV: { value: 'csv', description: 'Rows of values below a header.' },
      NDJSON: { value: 'ndjson', description: 'A JSON object on each line.' },
    } as const,
  });
  const Problem = builder.objectRef<KeptProblem>('ImportProblem').implement({
    extensions: needs('imports:write'),
    description: 'One thing wrong with one row.',
    fields: (t) => ({
      line: t.exposeInt('line', { description: 'Line of the file on which the row starts, from 1.' }),
      column: t.exposeString('column', { nullable: true, description: 'The column at fault; null: the whole row.' }),
      value: t.exposeString('value', { nullable: true, description: 'What stood there, cut to 200 characters.' }),
      code: t.exposeString('code', { description: 'Stable code of the fault.' }),
      message: t.exposeString('message', { description: 'What is wrong and what to do.' }),
      row: t.exposeString('raw', { nullable: true, description: 'The row, cut to 4000 characters.' }),
    }),
  });
  const ImportRef = builder.objectRef<Job>('Import').implement({
    extensions: needs('imports:write'),
    description: 'The import of a file.',
    fields: (t) => ({
      id: t.id({
        description: 'Id of the import.',
        resolve: ({ id }, _args, context) => globalId(context, 'Import', id),
      }),
      job: t.field({ type: Job, description: 'How far it has come.', resolve: (job) => job }),
      what: t.field({ type: What, description: 'What its rows are.', resolve: (job) => inputOf(job).what }),
      dryRun: t.boolean({ description: 'Whether rows are only checked.', resolve: (job) => inputOf(job).dryRun }),
      rows: t.field({
        type: 'Long',
        description: 'Rows dealt with so far.',
        resolve: ({ cursor }) => tallyOf(cursor).rows,
      }),
      accepted: t.field({
        type: 'Long',
        description: 'Rows that were taken.',
        resolve: ({ cursor }) => tallyOf(cursor).accepted,
      }),
      duplicates: t.field({
        type: 'Long',
        description: 'Rows that had been recorded before.',
        resolve: ({ cursor }) => tallyOf(cursor).duplicates,
      }),
      rejected: t.field({
        type: 'Long',
        description: 'Rows that could not be taken.',
        resolve: ({ cursor }) => tallyOf(cursor).rejected,
      }),
      errorsUrl: t.string({
        description:
          'Path of a CSV file with what is wrong with the rejected rows; of the first 100,000 rows, the others are only counted.',
        resolve: ({ id }) => `/imports/${id}/errors.csv`,
      }),
      errors: t.connection(
        {
          type: Problem,
          description: 'What is wrong with the rejected rows, in the order of the file.',
          complexity: pageComplexity,
          resolve: async (job, args, context) => {
            const window = windowOf(args);
            if (window.inverted || window.before)
              throw badInput('Errors are read forwards: use first and after.', 'BAD_PAGE');
            const after = window.after === undefined ? undefined : decodePlace(window.after);
            const rows = await readProblems(core(context).services.database, job.id, after, limitOf(window));
            return toPage(rows, rows, window, encodePlace, () => tallyOf(job.cursor).problems);
          },
        },
        { name: 'ImportProblemConnection' },
        { name: 'ImportProblemEdge' },
      ),
    }),
  });
  builder.queryField('import', (t) =>
    t.field({
      extensions: needs('imports:write'),
      type: ImportRef,
      nullable: true,
      description: 'An import by its id; null when there is none.',
      args: { id: t.arg.id({ required: true, description: 'Id of the import.' }) },
      resolve: async (_root, { id }, context) => {
        const [job] = await readJobs(context, [localId(context, 'Import', id)]);
        return job && (job.kind === IMPORT || job.kind === FILE_IMPORT) ? job : null;
      },
    }),
  );
  const Input = builder.inputType('StartImportInput', {
    description: 'Which file to import, and how.',
    fields: (t) => ({
      uploadId: t.id({ required: true, description: 'A complete upload.' }),
      what: t.field({ type: What, required: true, description: 'What its rows are.' }),
      format: t.field({
        type: FileFormat,
        description: 'How it is written; left out: by its name or its first bytes.',
      }),
      mapping: t.field({
        type: 'JSON',
        description: 'Which columns mean what; left out: the columns have our own names.',
      }),
      source: t.string({ description: 'Where the activities come from; keys are unique within a source.' }),
      dryRun: t.boolean({ defaultValue: false, description: 'Only check every row; record nothing.' }),
      key: t.string({ description: 'Idempotency key: the same key again answers with the same import.' }),
    }),
  });
  builder.mutationField('startImport', (t) =>
    t.field({
      extensions: needs('imports:write'),
      type: ImportRef,
      description: 'Imports an upload in the background. Rows that cannot be taken are told, and keep no others.',
      errors: {
        types: [ValidationError, NotFoundError, ConflictError],
        union: { name: 'StartImportResult', description: 'Success, or why the import was not started.' },
        result: { name: 'StartImportSuccess', extensions: inherited, description: 'The import is on its way.' },
        dataField: { name: 'import', description: 'The import.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The file.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, currency } = core(context).services;
        const { uploadId, what, format, ...rest } = input;
        const request = {
          ...rest,
          uploadId: localId(context, 'Upload', uploadId),
          what,
          format: format as Format | null | undefined,
        };
        const id = await startImport(road, context.viewer, request, answerReading(currency));
        return (await readJobs(context, [id]))[0] as Job;
      },
    }),
  );
}

const inputOf = ({ input }: Job): ImportInput => input as unknown as ImportInput;

const encodePlace = ({ line, number }: KeptProblem): string => Buffer.from(`${line}.${number}`).toString('base64url');

function decodePlace(cursor: string): { line: number; number: number } {
  const [, line, number] = /^(\d{1,9})\.(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (line === undefined) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return { line: Number(line), number: Number(number) };
}
