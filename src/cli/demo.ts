import type { App } from '../app.ts';

export interface DemoOptions {
  readonly size: number;
  readonly seed: number;
  readonly url: string;
}

export async function runDemo(app: App, options: DemoOptions, signal: AbortSignal): Promise<void> {
  void [app, options, signal];
}
