import assert from "node:assert/strict";
import test from "node:test";
import {embedCode, escapeAttribute, parsePermalink, formatPermalink} from "../../frontline/webmap/assets/core/permalink.js";

const frame = {
  first: "2019-04-30", days: 312, languages: ["en", "ar"],
  placeOf: (id) => (id === "khan-shaykhun" ? 7 : null),
};
const NOTHING = { day: null, at: null, place: null, since: null, lang: null, look: null, embed: false, research: false };

test("a link has day, view, place and pinned day", () => {
  const hash = "#day=2019-08-15&at=35.44,36.65,11&place=khan-shaykhun&since=2019-08-01";
  const found = { ...NOTHING, day: 107, at: [35.44, 36.65, 11], place: 7, since: 93 };
  assert.deepEqual(parsePermalink(hash, frame), found);
  assert.equal(parsePermalink("#embed&day=2019-08-15", frame).embed, true);
});

test("a written link is parsed to the same values", () => {
  const values = { day: "2019-08-15", at: [35.44, -36.65, 10.25], place: "khan-shaykhun", since: "2019-05-01", lang: "ar", look: "dark", embed: true, research: true };
  const hash = formatPermalink(values);
  assert.equal(hash, "embed&day=2019-08-15&at=35.44,-36.65,10.25&place=khan-shaykhun&since=2019-05-01&lang=ar&look=dark&research");
  const found = { day: 107, at: [35.44, -36.65, 10.25], place: 7, since: 1, lang: "ar", look: "dark", embed: true, research: true };
  assert.deepEqual(parsePermalink(`#${hash}`, frame), found);
});

test("invalid parts are ignored, and valid parts next to them are read", () => {
  const bad = [
    "", "#", "#%", "#day", "#day=", "#day=2019-02-30", "#day=2019-13-01", "#day=2018-01-01",
    "#day=2020-03-07", "#day=0000-00-00", "#day=９", "#at=1,2", "#at=91,0,3", "#at=NaN,1,1",
    "#at=1e5,1,1", "#at=1,2,99", "#at=Infinity,0,1", "#place=__proto__", "#place=%E0%A4%A",
    "#place=<img src=x>", "#since=javascript:alert(1)", `#day=2019-08-15${"&x=1".repeat(300)}`,
    "#constructor=1&__proto__=2",
    "#lang=__proto__", "#lang=fr", "#lang=ar ", "#look=red;}", "#look=constructor",
  ];
  for (const hash of bad) assert.deepEqual(parsePermalink(hash, frame), NOTHING, hash);
  assert.equal(parsePermalink("#at=x&day=2019-08-15&&=&place", frame).day, 107);
});

test("a title cannot end the attribute of the embed code", () => {
  const code = embedCode("https://x.example/a.html?b=1&c=2#old", "embed&day=1", `"><script>'`, "ADDRESS");
  assert.ok(code.startsWith('<iframe src="https://x.example/a.html?b=1&amp;c=2#embed&amp;day=1" title="&quot;&gt;&lt;script&gt;&#39;"'));
  assert.match(code, /<\/iframe><script>addEventListener\("message".*<\/script>$/);
  assert.equal(code.split("script>").length, 3);
  assert.match(embedCode("file:///home/me/a.html", "embed", "t", "ADDRESS"), /src="ADDRESS#embed"/);
  assert.equal(escapeAttribute("a&b"), "a&amp;b");
});
