// Shows the contract that stands in this page. Everything is made as text nodes: nothing in a contract becomes markup.
'use strict';
const contract = JSON.parse(document.getElementById('contract').textContent);
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

const make = (tag, name, ...children) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== '') element.append(child);
  }
  return element;
};

// What a local reference leads to, and its last word.
const follow = (value) => {
  let name = null;
  for (let step = 0; value && typeof value.$ref === 'string' && step < 20; step += 1) {
    if (!value.$ref.startsWith('#/')) return { value: {}, name: value.$ref };
    const words = value.$ref.slice(2).split('/').map((word) => {
      try { word = decodeURIComponent(word); } catch { /* it stands as it is */ }
      return word.replaceAll('~1', '/').replaceAll('~0', '~');
    });
    name = words.at(-1);
    value = words.reduce((at, word) => (at === undefined || at === null ? undefined : at[word]), contract);
  }
  return { value: value ?? {}, name };
};

const paragraphs = (text) => (text ? String(text).split(/\n\s*\n/).map((part) => make('p', '', part.trim())) : []);

const opened = (details, fill) => {
  details.addEventListener('toggle', () => {
    if (details.open && !details.dataset.filled) {
      details.dataset.filled = 'yes';
      details.append(make('div', 'inside', fill()));
    }
  });
  return details;
};

const RULES = ['const', 'default', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength',
  'pattern', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'contentMediaType', 'contentEncoding'];

const rules = (schema) => {
  const found = RULES.filter((rule) => schema[rule] !== undefined).map((rule) => `${rule}: ${JSON.stringify(schema[rule])}`);
  if (Array.isArray(schema.enum)) found.push(`one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`);
  for (const flag of ['readOnly', 'writeOnly', 'deprecated']) if (schema[flag] === true) found.push(flag);
  return found.join(' · ');
};

const kind = (schema) => {
  if (schema === true) return 'anything';
  if (schema === false) return 'nothing';
  const { value, name } = follow(schema);
  if (name) return name;
  const types = [].concat(value.type ?? []);
  const word = types.map((type) => (type === 'array' ? `list of ${kind(value.items ?? true)}` : type)).join(' or ');
  const format = value.format ? ` (${value.format})` : '';
  if (word) return word + format;
  for (const [key, text] of [['oneOf', 'one of'], ['anyOf', 'any of'], ['allOf', 'all of']]) if (value[key]) return text;
  if (value.const !== undefined || value.enum) return 'value';
  return value.properties ? 'object' : 'anything';
};

// The parts of a schema, one line each; what is referred to opens when it is asked for.
const parts = (schema) => {
  const { value } = follow(schema);
  const lines = [];
  const add = (name, part, must) => lines.push(line(name, part, must));
  const required = new Set(value.required ?? []);
  for (const [name, part] of Object.entries(value.properties ?? {})) add(name, part, required.has(name));
  for (const [name, part] of Object.entries(value.patternProperties ?? {})) add(`/${name}/`, part, false);
  const rest = value.additionalProperties;
  if (rest && typeof rest === 'object') add('any other member', rest, false);
  if (value.items && typeof value.items === 'object') add('each item', value.items, false);
  (value.prefixItems ?? []).forEach((part, index) => add(`item ${index}`, part, false));
  for (const key of ['allOf', 'anyOf', 'oneOf']) (value[key] ?? []).forEach((part) => add({ allOf: 'and', anyOf: 'or', oneOf: 'either' }[key], part, false));
  for (const key of ['not', 'if', 'then', 'else']) if (value[key]) add(key, value[key], false);
  return lines;
};

const line = (name, schema, must) => {
  const { value } = follow(schema);
  const head = [make('span', 'name', name), ' ', make('span', 'type', kind(schema)), ' ', must ? make('span', 'must', 'required') : '', ' ', make('span', 'rule', rules(value))];
  const text = value.description ? make('div', 'faint', value.description) : '';
  const inner = ['properties', 'patternProperties', 'items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', 'not', 'if'].some((key) => value[key] !== undefined)
    || (value.additionalProperties && typeof value.additionalProperties === 'object');
  if (!inner) return make('div', '', head, text);
  return opened(make('details', '', make('summary', '', head)), () => make('div', 'tree', text, parts(schema)));
};

const shape = (schema) => {
  const { value } = follow(schema);
  return make('div', 'tree', make('div', '', make('span', 'type', kind(schema)), ' ', make('span', 'rule', rules(value))), value.description ? make('div', 'faint', value.description) : '', parts(schema));
};

const contents = (content) => Object.entries(content ?? {}).map(([type, media]) => {
  const { value } = follow(media);
  const schema = value.schema ?? value.itemSchema;
  // Every refusal has the same shape, so that it is told only to who asks.
  if (type === 'application/problem+json') return make('div', 'tree', opened(make('details', '', make('summary', '', make('code', '', type))), () => shape(schema ?? true)));
  return make('div', '', make('code', '', type), schema === undefined ? '' : shape(schema));
});

const table = (heads, rows) => (rows.length === 0 ? '' : make('table', '', make('tr', '', heads.map((head) => make('th', '', head))), rows));

const callers = (operation) => {
  const asked = operation.security ?? contract.security ?? [];
  if (asked.length === 0) return 'anybody';
  return asked.map((all) => {
    const each = Object.entries(all).map(([scheme, scopes]) => scheme + (scopes.length > 0 ? ` with ${scopes.join(', ')}` : ''));
    return each.length === 0 ? 'anybody' : each.join(' and ');
  }).join(', or ');
};

const rate = (operation) => {
  const limit = operation['x-rate-limit'];
  if (!limit) return '';
  return `${limit.requests} requests per ${limit.per}` + (limit.burst ? `, at most ${limit.burst} at once` : '');
};

const inside = (item, operation) => {
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => follow(parameter).value);
  const last = all.filter((parameter, index) => !all.slice(index + 1).some((other) => other.in === parameter.in && other.name === parameter.name));
  const parameters = last.map((parameter) => {
    const schema = parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? true;
    return make('tr', '', make('td', '', make('span', 'name', parameter.name), ' ', make('span', 'faint', parameter.in)),
      make('td', '', make('span', 'type', kind(schema)), ' ', parameter.required ? make('span', 'must', 'required') : '', make('div', 'rule', rules(follow(schema).value))),
      make('td', '', parameter.description ?? ''));
  });
  const body = operation.requestBody ? follow(operation.requestBody).value : null;
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => {
    const { value } = follow(response);
    const headers = Object.keys(value.headers ?? {});
    return make('tr', '', make('td', 'status', status), make('td', '', value.description ?? '', contents(value.content), headers.length > 0 ? make('div', 'rule', `headers: ${headers.join(', ')}`) : ''));
  });
  return [
    paragraphs(operation.description),
    table(['', ''], [['called by', callers(operation)], ['limit', rate(operation)], ['id', operation.operationId ?? '']]
      .filter(([, text]) => text).map(([name, text]) => make('tr', '', make('td', 'faint', name), make('td', '', text)))),
    parameters.length > 0 ? [make('h3', '', 'Parameters'), table(['name', 'value', ''], parameters)] : [],
    body ? [make('h3', '', body.required ? 'Body' : 'Body, if any'), contents(body.content)] : [],
    make('h3', '', 'Answers'),
    table(['status', ''], responses),
  ].flat();
};

const base = (contract.servers?.[0]?.url ?? '').replace(/\/$/, '');
const entries = [];
for (const [path, given] of Object.entries(contract.paths ?? {})) {
  const item = follow(given).value;
  const named = METHODS.filter((method) => item[method]).map((method) => [method.toUpperCase(), item[method]]);
  for (const [method, operation] of [...named, ...Object.entries(item.additionalOperations ?? {})]) {
    const summary = make('summary', '', make('span', `method ${method.toLowerCase()}`, method), make('span', 'path', base + path), ' ', make('span', 'faint', operation.summary ?? ''));
    const details = make('details', operation.deprecated ? 'operation gone' : 'operation', summary);
    opened(details, () => inside(item, operation));
    const text = [method, base + path, operation.operationId, operation.summary, operation.description, ...(operation.tags ?? [])].join(' ').toLowerCase();
    entries.push({ tag: operation.tags?.[0] ?? 'default', details, text });
  }
}

const main = make('main', '');
const sections = new Map();
const described = new Map((contract.tags ?? []).map((tag) => [tag.name, tag.description]));
for (const entry of entries) {
  if (!sections.has(entry.tag)) sections.set(entry.tag, make('section', '', make('h2', '', entry.tag), paragraphs(described.get(entry.tag))));
  sections.get(entry.tag).append(entry.details);
}
const schemas = Object.entries(contract.components?.schemas ?? {}).map(([name, schema]) => ({
  details: opened(make('details', 'schema', make('summary', 'path', name)), () => shape(schema)),
  text: name.toLowerCase(),
}));
const nothing = make('p', 'faint', 'Nothing in this contract has all of these words.');
nothing.hidden = true;
const types = make('section', '', make('h2', '', 'Schemas'), schemas.map((entry) => entry.details));
types.hidden = schemas.length === 0;
main.append(nothing, ...sections.values(), types);

const search = make('input', '');
search.type = 'search';
search.placeholder = 'Search operations and schemas';
search.setAttribute('aria-label', search.placeholder);
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry) => words.every((word) => entry.text.includes(word));
  let found = 0;
  for (const entry of [...entries, ...schemas]) {
    entry.details.hidden = !fits(entry);
    found += entry.details.hidden ? 0 : 1;
  }
  for (const section of [...sections.values(), types]) section.hidden = !section.querySelector(':scope > details:not([hidden])');
  nothing.hidden = found > 0;
});
const theme = make('button', '', 'Light or dark');
theme.type = 'button';
theme.addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});

document.title = `${contract.info.title} ${contract.info.version}`;
const counted = `${entries.length} operations, ${schemas.length} schemas`;
document.body.prepend(make('header', '', make('div', '', make('h1', '', contract.info.title, make('small', '', contract.info.version)),
  paragraphs(contract.info.description), make('p', 'faint', counted), make('div', 'bar', search, theme))), main);
