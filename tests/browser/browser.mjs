// A browser for the report's checks: Debian's Chromium, driven by playwright-core.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const modules = createRequire(`${process.env.BROWSER_MODULES}/checks.js`);
const { chromium } = modules("playwright-core");

const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: quiet });

// A page of a report, and what went wrong on it: messages, errors, and requests for anything but it.
export const open = async (browser, file, { hash = "", width = 1280, height = 900, dark = false, scripts = true } = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts, acceptDownloads: true });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const wrong = [];
  page.on("console", (message) => wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const isOwn = request.url().split("#")[0] === address || /^(data|blob):/u.test(request.url());
    if (!isOwn) wrong.push(`request: ${request.url()}`);
  });
  await page.goto(address + hash);
  return { page, wrong, close: () => context.close() };
};

export const expect = (truth, words) => {
  if (!truth) throw new Error(words);
};

export const same = (found, wanted, words) => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  expect(a === b, `${words}: ${a} instead of ${b}`);
};
