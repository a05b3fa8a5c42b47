// A browser under remote control: each line on standard input is a command, each line on standard output its result, both
// JSON. Everything that the browser sees is kept: requests, answers, pages and its console.
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { executablePath, credentials } = JSON.parse(process.argv[2]);
const profile = mkdtempSync(join(tmpdir(), 'ocm-browser-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  httpCredentials: credentials,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
context.setDefaultTimeout(30_000);

const seen = [];
const pending = new Set();
const keep = work => {
  const done = work().catch(e => seen.push({ kind: 'unreadable', reason: String(e) })).finally(() => pending.delete(done));
  pending.add(done);
};
context.on('request', request => keep(async () => {
  seen.push({ kind: 'request', method: request.method(), url: request.url(), headers: await request.allHeaders(), body: request.postData() });
}));
context.on('response', response => keep(async () => {
  const entry = { kind: 'response', status: response.status(), url: response.url(), headers: await response.headersArray() };
  seen.push(entry);
  // A redirect has no body that could be asked for.
  entry.body = response.status() >= 300 && response.status() < 400 ? '' : await response.text().catch(() => null);
}));
context.on('console', message => seen.push({ kind: 'console', text: message.text() }));

let page = context.pages()[0] ?? await context.newPage();
// A page on its way to another cannot be read: then the one that it becomes is.
const contentOf = async frame => {
  for (let attempt = 0; attempt < 20 && !frame.isDetached(); attempt++) {
    try {
      await frame.waitForLoadState();
      return await frame.content();
    } catch (e) {
      if (!String(e).includes('navigating') && !String(e).includes('destroyed')) { return null; }
    }
  }
  return frame.isDetached() ? '' : null;
};
const inside = frame => frame ? page.frameLocator(`iframe[name="${frame}"]`) : page;

const commands = {
  goto: async ({ url }) => { await page.goto(url); return { url: page.url() }; },
  tab: async ({ url }) => { page = await context.newPage(); return commands.goto({ url }); },
  // A page at an address of nobody's, for what a foreign site can do.
  foreign: async ({ url, html }) => {
    await context.route(url, route => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(url);
    return {};
  },
  value: async ({ selector, frame }) => ({ value: await inside(frame).locator(selector).inputValue() }),
  fill: async ({ selector, text, frame }) => { await inside(frame).locator(selector).fill(text); return {}; },
  click: async ({ selector, frame }) => { await inside(frame).locator(selector).click(); return {}; },
  // Waits until a field holds something else than it did.
  changed: async ({ selector, frame, from }) => {
    const field = inside(frame).locator(`${selector}:not([value="${from}"])`);
    await field.waitFor({ state: 'attached' });
    return { value: await field.inputValue() };
  },
  // Waits until the browser has refused to show something in a frame.
  refused: async () => {
    const isRefused = frame => frame.url().startsWith('chrome-error:');
    if (!page.frames().some(isRefused)) {
      await page.waitForEvent('framenavigated', { predicate: isRefused });
    }
    return {};
  },
  seen: async () => {
    await Promise.all([...pending]);
    const pages = [];
    for (const open of context.pages()) {
      for (const frame of open.frames()) {
        pages.push({ kind: 'page', url: frame.url(), html: await contentOf(frame) });
      }
    }
    return { seen: [...seen, ...pages, { kind: 'storage', state: await context.storageState() }] };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = await commands[command.do](command);
  } catch (e) {
    answer = { error: String(e) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

await context.close();
rmSync(profile, { recursive: true, force: true });
