import { describe, expect, it } from 'vitest';
import { commandLine } from '../support/command-line.ts';

const { run, start } = commandLine();
const key = (...args: string[]) => run(['key', ...args]);

async function ask(url: string, text: string): Promise<{ data?: { viewer: object }; errors?: object[] }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${text}` },
    body: JSON.stringify({ query: '{ viewer { name role segments changeTypes expiresAt } }' }),
  });
  return (await response.json()) as never;
}

describe('retinue key', () => {
  it.each([
    [[], 'key create, key list, key revoke or key rotate-links'],
    [['destroy'], 'key create, key list, key revoke or key rotate-links'],
    [['create'], '--client NAME'],
    [['create', '--client', 'x', '--role', 'boss'], '--role is admin, marketer'],
    [['create', '--client', 'x', '--role', 'admin', '--expires', 'soon'], '--expires is such as 90d'],
    [['create', '--client', 'x', '--rights', 'all'], "Unknown option '--rights'"],
    [['revoke'], 'by its id'],
    [['revoke', 'nonsense!'], 'by its id'],
  ])('answers %j with exit code 2 and a sentence', async (args, sentence) => {
    const { code, out, err } = await key(...args);
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('    at ');
  });

  it('makes a client and its keys, lists and withdraws them; the text alone goes to the standard output', async () => {
    expect(await key('create', '--client', 'acme')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('say what it may do with --role'),
    });
    const made = await key('create', '--client', 'acme', '--role', 'partner', '--segments', 'gold, at-risk');
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^rtn_\w{47}\n$/);
    expect(made.err).toContain('It may see no change yet');
    expect(made.err).toContain('There is no segment "gold" yet.');
    expect(await key('create', '--client', 'acme', '--role', 'admin')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('already, with the role partner'),
    });
    const second = await key('create', '--client', 'acme', '--expires', '90d', '--json');
    const json = JSON.parse(second.out) as { key: string; id: string; expiresAt: string };
    expect(json).toMatchObject({ client: 'acme', role: 'partner', segments: ['gold', 'at-risk'], changes: [] });
    expect(json.key.slice(4, 12)).toBe(json.id);
    expect(Date.parse(json.expiresAt) - Date.now()).toBeGreaterThan(89.9 * 86_400_000);
    expect(await key('create', '--client', 'acme')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('has 2 keys already'),
    });
    expect(await key('create', '--client', 'x', '--role', 'partner', '--changes', 'nope')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no type of change "nope"; there are'),
    });
    expect(await key('create', '--client', 'x', '--role', 'partner', '--scopes', 'a:b')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no scope "a:b"'),
    });
    const { out: list } = await key('list');
    expect(list.trim().split('\n')).toHaveLength(3);
    expect(list).toMatch(new RegExp(`^${json.id}  acme {4}partner  alive {2}`, 'm'));
    expect(list).not.toContain(json.key.slice(13));
    expect(await key('revoke', json.id)).toMatchObject({ code: 0, out: '' });
    expect(await key('revoke', 'aaaaaaaa')).toMatchObject({ code: 1, err: 'There is no such key.\n' });
    const listed = JSON.parse((await key('list', '--json')).out) as { id: string; state: string }[];
    expect(listed.find(({ id }) => id === json.id)).toMatchObject({ state: 'revoked' });
  });

  it('works beside a running server, which shows no first key where there are clients', async () => {
    const child = start(['serve', '--port', '0']);
    let out = '';
    child.stdout?.on('data', (chunk) => (out += chunk));
    await expect.poll(() => out, { timeout: 20_000 }).toMatch(/ready at http/);
    const url = /http:\/\/[\d.:]+/.exec(out)?.[0] ?? '';
    expect(out).not.toContain('rtn_');
    const { out: text } = await key('create', '--client', 'me', '--role', 'admin');
    expect(await ask(url, text.trim())).toMatchObject({ data: { viewer: { name: 'me', role: 'ADMIN' } } });
    // the command line may withdraw even the last one
    expect((await key('revoke', text.trim())).code).toBe(0);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('close', resolve));
  });
});
