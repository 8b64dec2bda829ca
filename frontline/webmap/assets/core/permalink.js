// The link to a view: day, part of the map, place, day of comparison, language and colours after the
// "#". Invalid parts are ignored.

import {isLook} from "../panels/preferences.js";
import {dayNumber, isoDay} from "./dates.js";

/** Longer fragments are ignored; the page never writes one. */
const MAX_LENGTH = 600;

function parseDay(text, { first, days }) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const number = dayNumber(text);
  if (!Number.isFinite(number) || isoDay(number) !== text) return null;
  const day = number - dayNumber(first);
  return day >= 0 && day < days ? day : null;
}

function parseView(text) {
  const parts = text.split(",");
  if (parts.length !== 3 || !parts.every((part) => /^-?\d{1,3}(\.\d{1,9})?$/.test(part))) return null;
  const [lat, lon, zoom] = parts.map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? [lat, lon, zoom] : null;
}

function decodeText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Parse a fragment into {day, at, place, since, lang, look, embed, research}; null for missing parts. */
export function parsePermalink(hash, frame) {
  const found = { day: null, at: null, place: null, since: null, lang: null, look: null, embed: false, research: false };
  if (hash.length > MAX_LENGTH) return found;
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, ...rest] = part.split("=");
    const value = decodeText(rest.join("="));
    if (key === "day" || key === "since") found[key] = parseDay(value, frame) ?? found[key];
    else if (key === "at") found.at = parseView(value) ?? found.at;
    else if (key === "place") found.place = frame.placeOf(value) ?? found.place;
    else if (key === "lang") found.lang = frame.languages.includes(value) ? value : found.lang;
    else if (key === "look") found.look = isLook(value) ? value : found.look;
    else if (key === "embed") found.embed = true;
    else if (key === "research") found.research = true;
  }
  return found;
}

/** Write a fragment, without the "#". */
export function formatPermalink({ day, at, place, since, lang, look, embed, research }) {
  const view = at && at.map((number) => Number(number.toFixed(6))).join(",");
  const parts = [
    embed ? "embed" : "", day ? `day=${day}` : "", view ? `at=${view}` : "",
    place ? `place=${encodeURIComponent(place)}` : "", since ? `since=${since}` : "",
    lang ? `lang=${lang}` : "", look ? `look=${look}` : "", research ? "research" : "",
  ];
  return parts.filter(Boolean).join("&");
}

/** Escape text for an attribute of HTML. */
export function escapeAttribute(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => names[sign]);
}

/** The script of the embed code: it sets the height of the frame to the height that the page posts. */
const RESIZE = `addEventListener("message",function(e){
if(!e.data||e.data.type!=="frontline:height"||!(e.data.height>0))return;
document.querySelectorAll("iframe").forEach(function(f){
if(f.contentWindow===e.source)f.style.height=e.data.height+"px"})})`.replaceAll("\n", "");

/** Return the code that embeds the page; the placeholder is for the address of a local file. */
export function embedCode(address, hash, title, placeholder) {
  const base = /^https?:/i.test(address) ? address.split("#")[0] : placeholder;
  const whole = escapeAttribute(`${base}#${hash}`);
  const style = "width:100%;height:640px;border:0";
  const frame = `<iframe src="${whole}" title="${escapeAttribute(title)}" style="${style}" loading="lazy"></iframe>`;
  // An end tag within this file would end the script of the page.
  return `${frame}<script>${RESIZE}<${"/"}script>`;
}
