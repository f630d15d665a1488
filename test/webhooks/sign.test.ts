import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { updateEndpoint } from '../../src/webhooks/edit-endpoint.ts';
import { rotateSecret } from '../../src/webhooks/rotate-secret.ts';
import { publicKeyOf, shownSecret, signMessage } from '../../src/webhooks/signing-key.ts';
import { type Received, receiver } from './receiver.ts';
import { HOUR, type Setting, setting } from './setting.ts';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

const fits = (secret: string | null, { raw, headers }: Received): boolean => {
  try {
    return new Webhook(secret ?? '').verify(raw, headers) !== undefined;
  } catch {
    return false;
  }
};

/** Verifies `v1a` as the specification says, from the published key alone. */
const fitsPublicKey = (publicKey: string | null, { raw, headers }: Received): boolean => {
  const bytes = Buffer.from((publicKey ?? '').replace('whpk_', ''), 'base64');
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
  });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`);
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .map((one) => one.split(','))
    .some(([version, text = '']) => version === 'v1a' && verify(null, content, key, Buffer.from(text, 'base64')));
};

describe('signatures', () => {
  it('give what the specification gives', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const body = '{"test": 2432232314}';
    expect(signMessage({ scheme: 'hmac', secret }, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('give for ed25519 what RFC 8032 says of its keys', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    expect(publicKeyOf({ scheme: 'ed25519', secret: seed })).toBe(
      `whpk_${Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64')}`,
    );
    expect(shownSecret({ scheme: 'ed25519', secret: seed })).toBeNull();
  });

  it('are accepted by the official library, with content beyond ASCII', async () => {
    const there = await receiver();
    const { secret } = await at.endpoint({ url: there.url });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await at.change(1);
    await at.app.database.query('', `update change set key = '猫' where position = 1`);
    await at.deliver();
    expect(there.received[0]?.raw).toContain('猫');
    expect(there.received.map((one) => fits(secret, one))).toEqual([true]);
    expect(there.received.map((one) => fits('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', one))).toEqual([
      false,
    ]);
  });

  it('are by the old and the new secret for a day after it was rotated', async () => {
    const there = await receiver();
    const { endpoint, secret: old } = await at.endpoint({ url: there.url });
    const { secret } = await rotateSecret(at.app.webhooks, operator, endpoint.id, {});
    const arrives = async (): Promise<boolean[]> => {
      await at.change(1);
      await at.deliver();
      const last = there.received.at(-1) as Received;
      // the library looks at its own clock
      const { clock } = at;
      const now = Math.floor(clock.now / 1000);
      expect(last.headers['webhook-timestamp']).toBe(String(now));
      const signatures = (last.headers['webhook-signature'] ?? '').split(' ');
      const content = [last.id, now, last.raw] as const;
      return [old, secret].map((one) =>
        signatures.includes(
          signMessage({ scheme: 'hmac', secret: Buffer.from((one ?? '').slice(6), 'base64') }, ...content),
        ),
      );
    };
    expect(await arrives()).toEqual([true, true]);
    expect(fits(old, there.received[0] as Received) && fits(secret, there.received[0] as Received)).toBe(true);
    at.clock.now += 24 * HOUR - 1000;
    expect(await arrives()).toEqual([true, true]);
    at.clock.now += 1001;
    expect(await arrives()).toEqual([false, true]);
  });

  it('are by the new secret alone when the old one got into wrong hands', async () => {
    const there = await receiver();
    const { endpoint, secret: old } = await at.endpoint({ url: there.url });
    const { secret } = await rotateSecret(at.app.webhooks, operator, endpoint.id, { endOld: true });
    await at.change(1);
    await at.deliver();
    const [message] = there.received as [Received];
    expect([fits(old, message), fits(secret, message)]).toEqual([false, true]);
  });

  it('are by a key pair of which nobody else has the private half', async () => {
    const there = await receiver();
    const { endpoint, secret: old } = await at.endpoint({ url: there.url });
    const { endpoint: rotated, secret } = await rotateSecret(at.app.webhooks, operator, endpoint.id, {
      scheme: 'ed25519',
    });
    expect(secret).toBeNull();
    const publicKey = publicKeyOf(rotated);
    expect(publicKey).toMatch(/^whpk_/);
    await at.change(1);
    await at.deliver();
    const [message] = there.received as [Received];
    expect([fitsPublicKey(publicKey, message), fits(old, message)]).toEqual([true, true]);
    expect(fitsPublicKey(publicKey, { ...message, raw: `${message.raw} ` })).toBe(false);
  });

  it('are over the bytes that are sent, whatever the format', async () => {
    const there = await receiver();
    const { endpoint, secret } = await at.endpoint({ url: there.url, format: 'cloudevents' });
    await at.change(1);
    await at.deliver();
    await updateEndpoint(at.app.webhooks, operator, endpoint.id, 1, { format: 'standard' });
    await at.change(1);
    await at.deliver();
    expect(there.received.map((one) => fits(secret, one))).toEqual([true, true]);
    expect(there.received.map(({ headers }) => headers['content-type'])).toEqual([
      'application/cloudevents+json; charset=utf-8',
      'application/json',
    ]);
  });
});
