import { print } from './line.ts';
import { benchWebhooks } from './webhooks-own.ts';
import { stopBenchServer } from './system-own.ts';
for (const line of await benchWebhooks()) print(line);
await stopBenchServer();
