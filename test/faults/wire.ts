import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../src/demo/random.ts';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes go nowhere, and nobody is told. */
  silent: boolean;
  /** When bytes passed last. */
  active: number;
}

/** Stands between Retinue and PostgreSQL, and does what networks do: delays, resets, swallows. */
export class Wire {
  readonly port: number;
  /** How long bytes are held up, each way, in ms. */
  latency = 0;
  resets = 0;
  blackHoles = 0;
  readonly #server: Server;
  readonly #links = new Set<Link>();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.port = (server.address() as { port: number }).port;
    server.on('connection', (client) => this.#join(client, target));
  }

  static async open(target: number): Promise<Wire> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Wire(server, target);
  }

  /** Cuts a connection that is at work: both ends get a reset. */
  reset(random: Random): void {
    const link = this.#pick(random);
    if (!link) return;
    this.resets += 1;
    link.client.resetAndDestroy();
    link.server.resetAndDestroy();
  }

  /** Lets a connection that is at work fall silent: it stays open, and nothing comes through any more. */
  blackHole(random: Random): void {
    const link = this.#pick(random);
    if (!link) return;
    this.blackHoles += 1;
    link.silent = true;
  }

  close(): void {
    this.#server.close();
    for (const { client, server } of this.#links) {
      client.destroy();
      server.destroy();
    }
  }

  #pick(random: Random): Link | undefined {
    const links = [...this.#links].filter(({ silent }) => !silent);
    const atWork = links.filter(({ active }) => performance.now() - active < 50);
    const from = atWork.length > 0 ? atWork : links;
    return from.length > 0 ? random.pick(from) : undefined;
  }

  #join(client: Socket, target: number): void {
    const server = connect({ port: target, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    const link: Link = { client, server, silent: false, active: performance.now() };
    this.#links.add(link);
    this.#pass(link, client, server);
    this.#pass(link, server, client);
  }

  #pass(link: Link, from: Socket, to: Socket): void {
    let free = 0;
    const later = (act: () => void): void => {
      free = Math.max(free, performance.now() + this.latency);
      if (free <= performance.now()) act();
      else setTimeout(() => !link.silent && act(), free - performance.now());
    };
    from.on('data', (bytes) => {
      link.active = performance.now();
      if (!link.silent) later(() => to.write(bytes));
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#links.delete(link);
      // one end of a silent connection learns nothing of the other
      if (!link.silent) later(() => to.destroy());
    });
  }
}
