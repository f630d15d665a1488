import { benchBackfill } from './backfill.ts';
import { benchEvaluate } from './evaluate.ts';
import { benchGathered } from './gathered.ts';
import { benchGrowth } from './growth.ts';
import { benchKinds } from './kinds.ts';
import { print } from './line.ts';
import { benchPage } from './page.ts';
import { benchPreview } from './preview.ts';
import { benchRoad } from './road.ts';
import { benchRules } from './rules.ts';
import { benchSatisfaction } from './satisfaction.ts';
import { alike, benchDeliveries, benchSharing, filtered } from './streams.ts';
import { stopBenchServer } from './system.ts';
import { benchWave } from './wave.ts';
import { benchWebhooks } from './webhooks.ts';

const benches: Record<string, () => Promise<Parameters<typeof print>[0][]>> = {
  evaluate: benchEvaluate,
  rules: benchRules,
  road: benchRoad,
  kinds: benchKinds,
  gathered: benchGathered,
  growth: benchGrowth,
  page: benchPage,
  'streams-1000-alike': benchDeliveries(alike(1000)),
  'streams-1000-filtered': benchDeliveries(filtered(1000)),
  'streams-5000-alike': benchDeliveries(alike(5000)),
  'streams-5000-filtered': benchDeliveries(filtered(5000)),
  'streams-shared': benchSharing,
  satisfaction: benchSatisfaction,
  preview: benchPreview,
  backfill: benchBackfill,
  wave: benchWave,
  webhooks: benchWebhooks,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.some((one) => name === one || name.startsWith(`${one}-`))) continue;
  console.log(`\n== ${name}`);
  for (const line of await bench()) print(line);
}
await stopBenchServer();
