import type { Command } from './run.ts';

export const importCommand: Command = async () => 1;
