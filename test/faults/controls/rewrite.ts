import pg from 'pg';

interface Statement {
  readonly name?: string;
  readonly text?: string;
}

type Send = (this: object, statement: unknown, ...rest: unknown[]) => unknown;

/** Puts something between Retinue and the driver: every statement of this process goes through it. */
export function intercept(wrap: (send: Send) => Send): void {
  const { prototype } = pg.Client;
  prototype.query = wrap(prototype.query as unknown as Send) as never;
}

/** Rewrites statements by their names. */
export function rewrite(rewriters: Readonly<Record<string, (text: string) => string>>): void {
  intercept((send) => {
    return function (this: object, statement, ...rest) {
      const { name = '', text = '' } = statement as Statement;
      const rewriter = rewriters[name];
      const sent = rewriter ? { ...(statement as Statement), text: rewriter(text) } : statement;
      return send.call(this, sent, ...rest);
    };
  });
}
