// Runs one check of the report in a browser: check.mjs NAME FOLDER, where FOLDER has the reports of
// made_up_results.py. Without arguments the names.
import { readFileSync } from "node:fs";

import { expect, launch, modules, open, same } from "./browser.mjs";

const all = ["usual", "holes", "one", "nothing", "hostile", "several", "full", "duel", "hostile-duel"];
const [, , name, folder] = process.argv;
const browser = name ? await launch() : null;
const report = (which, options) => open(browser, `${folder}/${which}/index.html`, options);

const textOf = (page, selector) => page.locator(selector).first().textContent();
const textsOf = (page, selector) => page.locator(selector).allTextContents();
const rowsOf = (page) => textsOf(page, "#matrix tbody th[scope=row]");
const chartTitles = (page) => textsOf(page, "#charts figure:not([hidden]) h3");

// Each with a page of its own, closed whatever happens.
const withReport = async (which, options, does) => {
  const opened = await report(which, options);
  try {
    await does(opened.page, opened.wrong);
    same(opened.wrong, [], `${which}: what went wrong on the page`);
  } finally {
    await opened.close();
  }
};

const checks = {
  "nothing goes wrong on any page, light or dark, wide or narrow": async () => {
    for (const which of all) {
      for (const [width, dark] of [[1280, false], [1280, true], [360, false], [360, true]]) {
        await withReport(which, { width, dark }, async (page) => {
          const wide = await page.evaluate("document.documentElement.scrollWidth");
          expect(wide <= width, `${which} is ${wide} wide in a window of ${width}`);
          expect((await textOf(page, "h1")).length > 5, `${which} has no title`);
        });
      }
    }
  },

  "without scripts there are tables, figures and reasons": async () => {
    for (const width of [1280, 360]) {
      await withReport("holes", { scripts: false, width }, async (page) => {
        const values = await textsOf(page, "#matrix-static td");
        expect(values.some((text) => /^~?[0-9.]+[a-z]?$/u.test(text)), "there is no figure in the table");
        const notes = (await textsOf(page, ".notes li")).join("\n");
        for (const reason of ["at most 65507 bytes", "Connection reset by peer", "steal 12 % of the time", "not visited"]) {
          expect(notes.includes(reason), `no word of: ${reason}`);
        }
        expect(await page.locator("#still svg").first().isVisible(), "the figures are hidden");
        expect(!(await page.locator("#charts").isVisible()), "there is room for what needs scripts");
      });
    }
  },

  "what has no scripts asks for none": async () => {
    await withReport("fixed", {}, async (page) => {
      same(await page.locator("script").count(), 0, "scripts");
      expect(await page.locator("#matrix-static table").first().isVisible(), "there is no table");
    });
  },

  "without ECharts the table can be changed and the figures are there": async () => {
    await withReport("plain", {}, async (page) => {
      await page.selectOption("#view-pattern", "stream");
      expect((await textOf(page, "#matrix .caption")).includes("MB/s"), "the table cannot be switched");
      expect(await page.locator("#still svg").first().isVisible(), "the figures are hidden");
      expect(!(await page.locator("#charts").isVisible()), "there is room for what needs ECharts");
    });
  },

  "each switch changes what is shown": async () => {
    await withReport("usual", {}, async (page) => {
      const cells = () => textsOf(page, "#matrix td");
      const states = [JSON.stringify(await cells())];
      const changes = async (what, does) => {
        await does();
        const now = JSON.stringify(await cells());
        expect(!states.includes(now), `${what} changes nothing`);
        states.push(now);
      };
      await changes("the metric", () => page.selectOption("#view-metric", "rtt_p99"));
      expect((await textOf(page, "#matrix .caption")).includes("p99"), "the caption does not name the metric");
      await changes("the placement", () => page.selectOption("#view-placement", "same"));
      await changes("the pattern", () => page.selectOption("#view-pattern", "stream"));
      expect((await textOf(page, "#matrix .caption")).includes("MB/s"), "a stream is not in MB/s");
      const titles = await chartTitles(page);
      await page.selectOption("#view-size", "65536");
      expect(JSON.stringify(titles) !== JSON.stringify(await chartTitles(page)), "the size changes no figure");
      const before = (await rowsOf(page)).length;
      await page.uncheck("[data-family='unix socket']");
      same((await rowsOf(page)).length, before - 2, "rows without unix sockets");
      await page.click("#legend button[data-row=pipe]");
      expect(!(await rowsOf(page)).includes("pipe"), "the legend does not take a row away");
    });
  },

  "columns sort, and say so": async () => {
    await withReport("usual", {}, async (page) => {
      const value = async () => (await textsOf(page, "#matrix tbody:first-of-type tr td:nth-child(2)")).map((text) => Number.parseFloat(text));
      await page.click("[data-sort='64']");
      const up = await value();
      same(up, [...up].sort((a, b) => a - b), "not ascending");
      same(await page.getAttribute("#matrix th:nth-child(2)", "aria-sort"), "ascending", "aria-sort");
      await page.click("[data-sort='64']");
      const down = await value();
      same(down, [...down].sort((a, b) => b - a), "not descending");
      await page.click("[data-sort='name']");
      const names = (await rowsOf(page)).slice(0, 7);
      same(names, [...names].sort(), "not by name");
      // The best first: of a throughput that is the largest.
      await page.selectOption("#view-pattern", "stream");
      await page.click("[data-sort='64']");
      const best = await value();
      same(best, [...best].sort((a, b) => b - a), "a throughput does not begin with the best");
      same(await page.getAttribute("#matrix th:nth-child(2)", "aria-sort"), "descending", "aria-sort of a throughput");
    });
    await withReport("holes", {}, async (page) => {
      for (const turn of ["ascending", "descending"]) {
        await page.click("[data-sort='65536']");
        const cells = await textsOf(page, "#matrix tbody:first-of-type tr td:last-child");
        const hole = cells.findIndex((text) => !/^~?[0-9]/u.test(text));
        expect(hole > 0 && cells.slice(hole).every((text) => !/^~?[0-9]/u.test(text)), `${turn}, holes are not last: ${cells}`);
      }
    });
  },

  "of many lines the best of each family are named, and of few all": async () => {
    const namesOf = (page) => page.evaluate(() => charts.find((entry) => entry.kind.id === "lines").chart.getOption()
      .series.filter((series) => series.label?.show).map((series) => series.name));
    await withReport("full", {}, async (page) => {
      const names = await namesOf(page);
      expect(names.length > 1 && names.length < 14, `${names.length} names`);
      expect((await textOf(page, "[data-kind=lines] figcaption")).includes("best of each family"), "nobody says which");
      const chosen = await page.evaluate((named) => currentRun().rows.find((row) => row.company === "sleeping" && !named.includes(row.name)).name, names);
      await page.selectOption("#cell-row", chosen);
      expect((await namesOf(page)).includes(chosen), "what was chosen has no name");
    });
    await withReport("usual", {}, async (page) => {
      const shown = await page.evaluate(() => shownCells().map((cell) => cell.row));
      same((await namesOf(page)).length, new Set(shown).size, "names of a few lines");
    });
  },

  "what spins has a best of its own": async () => {
    await withReport("usual", {}, async (page) => {
      const bests = await page.evaluate(() => [...document.querySelectorAll("#matrix tbody")]
        .map((body) => [body.querySelector(".group").textContent, body.querySelectorAll("td:nth-child(2).best").length]));
      // One alone is no best.
      for (const [group, count] of bests) same(count, group.startsWith("sleeps") ? 1 : 0, `bests of: ${group}`);
      expect(bests.length === 3, `groups: ${bests}`);
      const two = await page.evaluate(() => {
        currentRun().rows.find((row) => row.name === "udp").company = "spinning";
        // Which one is the best is the program's to say.
        for (const cell of currentRun().cells) if (currentRun().rows[cell.row].name === "udp") cell.standing = "best";
        tellAll();
        return document.querySelectorAll("#matrix tbody:nth-of-type(2) td:nth-child(2).best").length;
      });
      same(two, 1, "bests of two that spin");
    });
    await withReport("holes", {}, async (page) => {
      const bests = await page.evaluate(() => {
        for (const cell of currentRun().cells) if (cell.bytes === 64) cell.status = "noisy";
        tellAll();
        return [2, 3].map((column) => document.querySelectorAll(`#matrix td:nth-child(${column}).best`).length);
      });
      same(bests, [0, 1], "bests of a disturbed column, and of another");
    });
  },

  "below a throughput stands what was lost": async () => {
    for (const scripts of [true, false]) {
      await withReport("holes", { scripts }, async (page) => {
        const box = scripts ? "#matrix .notes" : "#matrix-static .notes";
        const lost = async () => (await textsOf(page, `${box} p`)).filter((text) => text.startsWith("Lost: "));
        if (scripts) {
          same(await lost(), [], "losses of round trips");
          await page.selectOption("#view-pattern", "stream");
        }
        same(await lost(), ["Lost: udp 0.0 to 25.0 % of its messages at 64 B, 4 KiB, 64 KiB."], `scripts: ${scripts}`);
      });
    }
  },

  "a disturbed cell is not on the front of the costs": async () => {
    await withReport("holes", {}, async (page) => {
      const { name, at, front } = await page.evaluate(() => {
        const { series } = charts.find((entry) => entry.kind.id === "cost").chart.getOption();
        const noisy = series.find((one) => one.name === "pipe");
        return { name: noisy.label.formatter(), at: noisy.data[0].value, front: series.at(-1).data.map((point) => point.value ?? point) };
      });
      same(name, "~pipe", "its name");
      expect(front.length > 0, "there is no front");
      expect(!front.some((point) => String(point) === String(at)), "it is on the front");
      expect((await textOf(page, "[data-kind=cost] figcaption")).includes("~"), "nobody says what ~ is");
    });
  },

  "links within the page keep what is looked at": async () => {
    const follow = async (page, link) => {
      const before = await page.evaluate("history.length");
      await page.locator(link).first().click();
      await page.waitForFunction((length) => history.length > length && location.hash.includes("="), before, { timeout: 5_000 });
    };
    await withReport("usual", { hash: "#pattern=stream&placement=same&size=4096&without=pipe" }, async (page) => {
      for (const link of ["nav a[href='#figures']", "#charts a[href^='#method-']:visible", "nav a[href='#all']"]) {
        await follow(page, link);
        same(await page.inputValue("#view-pattern"), "stream", `pattern after ${link}`);
        same(await page.inputValue("#view-placement"), "same", `placement after ${link}`);
        same(await page.inputValue("#view-size"), "4096", `size after ${link}`);
        expect(!(await rowsOf(page)).includes("pipe"), `the hidden row is back after ${link}`);
        expect((await page.evaluate("location.hash")).includes("pattern=stream"), `the address lost the view after ${link}`);
      }
    });
    await withReport("usual", {}, async (page) => {
      await page.selectOption("#view-pattern", "stream");
      await follow(page, "nav a[href='#method']");
      await page.evaluate("history.go(-2)");
      await page.waitForFunction(() => document.getElementById("view-pattern").value === "round_trip", null, { timeout: 5_000 });
      same(await page.evaluate("location.hash"), "", "the first address");
    });
  },

  "a comparison is a page without scripts, its verdict first": async () => {
    await withReport("duel", {}, async (page) => {
      same(await page.locator("script").count(), 0, "scripts");
      expect((await textOf(page, ".verdict")).startsWith("regression: "), "no verdict");
      expect(await page.locator("#figure svg").first().isVisible(), "no figure");
      expect((await textsOf(page, "#changes tbody tr")).length > 3, "few findings");
      expect(!(await page.locator("#unchanged table").isVisible()), "what did not change is not folded");
      await page.click("summary");
      expect(await page.locator("#unchanged table").isVisible(), "it does not unfold");
    });
    await withReport("hostile-duel", {}, async (page) => {
      same(await page.locator("main script, main img, main [onload], main [onerror], main [onmouseover]").count(), 0, "elements");
    });
  },

  "the address keeps the view, and back goes back": async () => {
    await withReport("usual", { hash: "#pattern=stream&placement=same&size=4096&without=pipe&sort=name" }, async (page) => {
      same(await page.inputValue("#view-pattern"), "stream", "pattern of the link");
      same(await page.inputValue("#view-placement"), "same", "placement of the link");
      same(await page.inputValue("#view-size"), "4096", "size of the link");
      expect(!(await rowsOf(page)).includes("pipe"), "the link's row is still there");
      await page.selectOption("#view-pattern", "round_trip");
      await page.selectOption("#view-metric", "rtt_p90");
      expect((await page.evaluate("location.hash")).includes("metric=rtt_p90"), "the address has no metric");
      await page.reload();
      same(await page.inputValue("#view-metric"), "rtt_p90", "metric after loading again");
      await page.goBack();
      expect((await page.inputValue("#view-metric")) !== "rtt_p90", "back does not go back");
      await page.goBack();
      same(await page.inputValue("#view-pattern"), "stream", "pattern after back");
    });
    for (const hash of ["#metric=none&size=x&machine=99&pattern=&sort=-", "#method", "#%E0%A4%A&=&="]) {
      await withReport("usual", { hash }, async (page) => {
        same(await page.inputValue("#view-metric"), "rtt_p50", `metric at ${hash}`);
      });
    }
  },

  "the keyboard reaches everything, and what has the focus keeps it": async () => {
    await withReport("usual", {}, async (page) => {
      await page.focus("#view-metric");
      await page.keyboard.press("ArrowDown");
      expect((await page.inputValue("#view-metric")) !== "rtt_p50", "arrow keys choose nothing");
      await page.focus("[data-sort='64']");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      same(await page.evaluate("document.activeElement.dataset.sort"), "64", "focus after sorting");
      same(await page.getAttribute("#matrix th:nth-child(2)", "aria-sort"), "descending", "two presses");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect(outline !== "none", "the focus is not visible");
      await page.focus("#legend button[data-row=pipe]");
      await page.keyboard.press("Space");
      same(await page.evaluate("document.activeElement.getAttribute('aria-pressed')"), "false", "legend");
      const reached = new Set();
      await page.focus("nav a");
      for (let i = 0; i < 120; i++) {
        reached.add(await page.evaluate("document.activeElement.id || document.activeElement.textContent"));
        await page.keyboard.press("Tab");
      }
      for (const wanted of ["view-size", "copy-markdown", "save-csv", "PNG", "cell-row", "still-toggle"]) {
        expect(reached.has(wanted), `Tab does not reach ${wanted}`);
      }
    });
  },

  "the pointer shows all percentiles with their intervals": async () => {
    await withReport("usual", {}, async (page) => {
      await page.locator("[data-kind=lines]").scrollIntoViewIfNeeded();
      const at = await page.evaluate(() => {
        const { chart, box } = charts.find((entry) => entry.kind.id === "lines");
        const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, chart.getOption().series[0].data[1].value);
        const { left, top } = box.getBoundingClientRect();
        return [left + x, top + y];
      });
      await page.mouse.move(at[0] - 3, at[1] - 3);
      await page.mouse.move(...at);
      await page.locator(".tip").first().waitFor({ timeout: 5_000 });
      const text = await textOf(page, ".tip");
      for (const wanted of ["p50", "p90", "p99", "…", "trials", "4 KiB"]) {
        expect(text.includes(wanted), `the hint lacks ${wanted}: ${text}`);
      }
    });
  },

  "figures zoom, and are saved as PNG and SVG": async () => {
    await withReport("usual", {}, async (page) => {
      const range = () => page.evaluate(() => {
        const { start, end } = charts.find((entry) => entry.kind.id === "lines").chart.getOption().dataZoom[0];
        return end - start;
      });
      const figure = page.locator("[data-kind=lines]");
      await figure.getByLabel("Zoom in").click();
      expect((await range()) < 70, "zoom does nothing");
      for (let i = 0; i < 4; i++) await figure.getByLabel("Zoom in").click();
      expect(await page.evaluate(() => {
        const { chart } = charts.find((entry) => entry.kind.id === "lines");
        return chart.getOption().series.some((series) => (series.data ?? []).some((point) =>
          point.cell !== undefined && point.value[1] !== null && chart.containPixel("grid", chart.convertToPixel("grid", point.value))));
      }), "zoomed to where nothing is");
      await figure.getByLabel("Reset the zoom").click();
      same(await range(), 100, "reset");
      for (const [label, start] of [["PNG", "\x89PNG"], ["SVG", "<svg"]]) {
        const [download] = await Promise.all([page.waitForEvent("download"),
          figure.getByLabel(`Save this figure as ${label}`).click()]);
        const bytes = readFileSync(await download.path(), "latin1");
        expect(bytes.startsWith(start) && bytes.length > 3_000, `no ${label}: ${bytes.slice(0, 40)}`);
      }
    });
  },

  "the data is saved as CSV, the table copied as Markdown": async () => {
    await withReport("hostile", {}, async (page) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-csv")]);
      const lines = readFileSync(await download.path(), "utf8").split("\n");
      expect(lines[0].startsWith("result,pattern,mechanism,size_bytes"), `head: ${lines[0]}`);
      expect(lines.length > 100, `only ${lines.length} lines`);
      expect(!lines.some((line) => /,=cmd/u.test(line)), "a name is a formula");
    });
    await withReport("usual", {}, async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
      await page.click("#copy-markdown");
      await page.getByText("copied").waitFor({ timeout: 5_000 });
      const text = await page.evaluate("markdownText()");
      expect(/\| mechanism \| 64 B \| 4 KiB \| 64 KiB \|\n\|:--\|--:\|--:\|--:\|\n\| pipe \| \*\*/u.test(text), text);
    });
  },

  "one cell is shown with all of its figures": async () => {
    await withReport("holes", {}, async (page) => {
      await page.selectOption("#cell-row", "tcp");
      expect((await textOf(page, "#cell")).includes("Connection reset by peer"), "no reason for an error");
      await page.locator("#matrix td[data-cell]").nth(1).click();
      expect((await textsOf(page, "#cell th[scope=row]")).length > 8, "there are few figures");
    });
  },

  "on paper it is light, without controls, and figures are whole": async () => {
    await withReport("usual", { dark: true, width: 794 }, async (page) => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.waitForTimeout(300);
      const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      same(background, "rgb(255, 255, 255)", "background");
      for (const selector of ["form", ".buttons", "button.do", "nav"]) {
        same(await page.locator(`${selector}:visible`).count(), 0, `visible ${selector}`);
      }
      const broken = await page.evaluate(() => [...document.querySelectorAll("figure")]
        .filter((figure) => figure.offsetHeight > 1_050 || getComputedStyle(figure).breakInside !== "avoid")
        .filter((figure) => figure.offsetHeight > 0).map((figure) => figure.textContent.slice(0, 40)));
      same(broken, [], "figures that a page would cut");
      const inks = await page.evaluate(() => [...document.querySelectorAll("#charts .chart svg text")].map((text) => text.getAttribute("fill")));
      expect(inks.includes("#1a1c1f") && !inks.includes("#e8eaed"), `the figures are still those of a dark screen: ${[...new Set(inks)]}`);
    });
  },

  "no table is wider than paper": async () => {
    for (const which of ["full", "usual", "duel"]) {
      await withReport(which, { width: 718 }, async (page) => {
        await page.emulateMedia({ media: "print" });
        const wide = await page.evaluate("document.documentElement.scrollWidth");
        expect(wide <= 718, `${which} is ${wide} wide on paper of 718`);
      });
    }
  },

  "names cannot become markup or scripts": async () => {
    for (const scripts of [true, false]) {
      await withReport("hostile", { scripts }, async (page) => {
        if (!scripts) {
          same(await page.locator("main script, main img, main [onload], main [onerror], main [onmouseover]").count(), 0, "elements");
          return;
        }
        for (const metric of ["rtt_p99", "cpu_per_message"]) await page.selectOption("#view-metric", metric);
        await page.selectOption("#view-pattern", "stream");
        await page.selectOption("#view-drawn", "all");
        const names = await rowsOf(page);
        const figure = page.locator("[data-kind=spread]");
        const [download] = await Promise.all([page.waitForEvent("download"), figure.getByLabel("Save this figure as PNG").click()]);
        expect(readFileSync(await download.path(), "latin1").startsWith("\x89PNG"), "a figure with such names is no picture");
        expect(names.some((text) => text.includes("<script>window.attacked=1</script>")), "names are not shown as they are");
        for (const button of await page.locator("#legend button").all()) await button.click();
        await page.locator("#legend button", { hasText: /^all$/u }).click();
        for (const chart of await page.locator("figure:not([hidden]) > .chart").all()) {
          await chart.scrollIntoViewIfNeeded();
          const { x, y, width, height } = await chart.boundingBox();
          for (const part of [0.3, 0.5, 0.7]) await page.mouse.move(x + width * part, y + height * part);
        }
        same(await page.evaluate("window.attacked ?? null"), null, "an attack that worked");
        same(await page.evaluate("document.querySelectorAll('main script, main img, main [onload], main [onerror], main [onmouseover]').length"), 0, "elements");
      });
    }
  },

  "nothing is run or loaded that the page does not have": async () => {
    const { page, wrong, close } = await report("usual", {});
    const loaded = [];
    page.on("requestfinished", (request) => loaded.push(request.url()));
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "window.attacked = 1" }));
      document.body.append(Object.assign(document.createElement("img"), { src: "file:///nowhere.png" }));
    });
    await page.waitForTimeout(300);
    same(await page.evaluate("window.attacked ?? null"), null, "a script of somebody else ran");
    expect(wrong.some((text) => /Content Security Policy/u.test(text)), "the policy says nothing");
    same(loaded, [], "what was loaded");
    await close();
  },

  "a single cell and nothing at all are pages, too": async () => {
    await withReport("one", {}, async (page) => {
      same(await rowsOf(page), ["pipe"], "rows");
      expect((await chartTitles(page)).length > 1, "there is no figure");
    });
    await withReport("nothing", {}, async (page) => {
      expect((await textOf(page, "#matrix")).includes("this machine has one core"), "no reason");
      same(await chartTitles(page), [], "figures of nothing");
    });
  },

  "several results stand side by side": async () => {
    await withReport("several", {}, async (page) => {
      expect((await textsOf(page, "#comparison td")).some((text) => text.includes("×")), "no ratio");
      const before = await textsOf(page, "#matrix td");
      await page.selectOption("#view-machine", "1");
      expect(JSON.stringify(before) !== JSON.stringify(await textsOf(page, "#matrix td")), "the other result is the same");
      expect(await page.locator("[data-kind=comparison] svg").first().isVisible(), "no figure of the ratios");
      same(await page.locator("#comparison .warning").count(), 0, "warnings of one regime");
      await page.evaluate(() => {
        data.runs.forEach((run, number) => { run.regimes = run.placements.map(() => (number ? ["far", "far (400 ns)"] : ["near", "near (54 ns)"])); });
        tellAll();
      });
      for (const words of ["#comparison .warning", "[data-kind=comparison] figcaption"]) {
        expect((await textOf(page, words)).includes("regime: usual near (54 ns), other far (400 ns)."), `nothing of two regimes in ${words}`);
      }
    });
    await withReport("several", { scripts: false }, async (page) => {
      const names = await textsOf(page, "#still h3");
      same(names, ["usual", "other"], "whose figures are there");
      expect((await page.locator("#still figure svg:visible").count()) > 10, "there are few figures");
      same(await textsOf(page, "#matrix-static h3"), names, "whose tables are there");
    });
  },

  "axe finds nothing serious": async () => {
    const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
    for (const [which, options] of [["usual", {}], ["usual", { dark: true }], ["holes", { width: 360 }], ["several", {}], ["nothing", {}], ["fixed", {}], ["duel", {}], ["duel", { dark: true, width: 360 }]]) {
      await withReport(which, options, async (page) => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact))
          .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
        same(serious, [], `${which} ${JSON.stringify(options)}`);
      });
    }
  },
};

if (!name) {
  console.log(Object.keys(checks).join("\n"));
} else {
  try {
    expect(checks[name], `no check is called so: ${name}`);
    await checks[name]();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
