import { expect, it } from 'vitest';
import { getLanguageService, type LanguageService, TextDocument } from 'vscode-json-languageservice';
import type { Language } from '../../src/language/language.ts';
import { kindSchema } from '../../src/rules/kind-schema.ts';
import { catalogue } from './catalogue.ts';
import { campaigns } from './kinds.ts';

/** The service behind the JSON editor of VS Code, and of every editor that embeds it. */
function editor(language: Language): LanguageService {
  const service = getLanguageService({});
  const schema = kindSchema(campaigns, catalogue, language) as object;
  service.configure({ schemas: [{ uri: 'campaigns', fileMatch: ['*'], schema }] });
  return service;
}

/** A document with the cursor at `|`. */
function open(text: string) {
  const document = TextDocument.create('file:///campaigns.json', 'json', 1, text.replace('|', ''));
  return { document, cursor: document.positionAt(Math.max(0, text.indexOf('|'))) };
}

async function completions(language: Language, text: string) {
  const service = editor(language);
  const { document, cursor } = open(text);
  const list = await service.doComplete(document, cursor, service.parseJSONDocument(document));
  return (list?.items ?? []).map(({ label, documentation }) => [
    label,
    typeof documentation === 'object' ? documentation.value : documentation,
  ]);
}

const rule = (when: string) => `{"rules": [\n  {"name": "a", "when": ${when}}\n]}`;

it('An editor offers every fact, with its title in the language of the schema', async () => {
  const text = rule('{"fact": |}');
  expect(await completions('en', text)).toContainEqual(['"ordersLast90Days"', 'Orders in 90 days (orders)']);
  expect(await completions('zh', text)).toContainEqual(['"ordersLast90Days"', '近 90 天订单数 (单)']);
});

it('An editor offers the operators that fit the fact, and its values', async () => {
  expect(await completions('zh', rule('{"fact": "subscribed", "operator": |}'))).toEqual([
    ['"equal"', '等于'],
    ['"notEqual"', '已知且不等于'],
    ['"known"', '已知'],
    ['"unknown"', '未知'],
  ]);
  const tiers = (await completions('en', rule('{"fact": "tier", "operator": "equal", "value": |}'))).map(
    ([label]) => label,
  );
  expect(tiers).toEqual(['"bronze"', '"silver"', '"gold"']);
});

it('An editor underlines a fault once, where it is', async () => {
  const service = editor('en');
  const { document } = open(rule('{"all": [{"fact": "teir", "operator": "equal", "value": "gold"}]}'));
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  expect(found.map(({ range }) => document.getText(range))).toEqual(['"teir"']);
  expect(found.map(({ range }) => [range.start.line, range.start.character])).toEqual([[1, 42]]);
});

it('An editor tells of what lies under the cursor', async () => {
  const service = editor('zh');
  const { document, cursor } = open(rule('{"a|ll": [{"fact": "tier", "operator": "known", "value": true}]}'));
  const hover = await service.doHover(document, cursor, service.parseJSONDocument(document));
  expect(JSON.stringify(hover?.contents)).toContain('其中所有条件都成立时成立。');
});
