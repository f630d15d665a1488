import { createWriteStream, type WriteStream } from 'node:fs';
import type { Sent } from './activities.ts';

/** What became of one activity, as an answer says it. */
export interface Answered {
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly activityId: string | null;
}

/** An activity that was sent, and what the answers said of it. */
export interface Entry {
  readonly sent: Sent;
  accepted: number;
  duplicates: number;
  /** Ids that answers gave it: never more than one. */
  readonly ids: Set<string>;
}

/** Every acknowledgement, written down when it arrives: in memory to be checked, and in a file to be looked at. */
export class Ledger {
  readonly entries = new Map<string, Entry>();
  rejected = 0;
  readonly #file: WriteStream;

  constructor(file: string) {
    this.#file = createWriteStream(file);
  }

  send(batch: readonly Sent[]): void {
    for (const sent of batch) this.entries.set(sent.key, { sent, accepted: 0, duplicates: 0, ids: new Set() });
  }

  acknowledge(batch: readonly Sent[], answers: readonly Answered[]): void {
    batch.forEach(({ key }, i) => {
      const entry = this.entries.get(key);
      const answer = answers[i];
      if (!entry || !answer) return;
      if (answer.status === 'REJECTED') this.rejected += 1;
      else if (answer.status === 'ACCEPTED') entry.accepted += 1;
      else entry.duplicates += 1;
      if (answer.activityId !== null) entry.ids.add(answer.activityId);
    });
    const said = answers.map(({ status }) => status[0]).join('');
    this.#file.write(`${Date.now()} ${batch[0]?.key} ${said}\n`);
  }

  close(): void {
    this.#file.end();
  }
}
