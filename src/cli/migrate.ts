import { parseArgs } from 'node:util';
import { openApp } from './open-app.ts';
import type { Command } from './run.ts';

/** Brings the tables up to date, and ends. */
export const migrateCommand: Command = async (args) => {
  parseArgs({ args: [...args], options: {}, allowPositionals: false });
  const { close } = await openApp();
  await close();
  console.log('The database is up to date.');
  return 0;
};
