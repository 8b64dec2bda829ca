// The address of a picture: day, view, place, pinned day, language and look after the "#". What
// cannot be read is passed over.

import {isLook} from "../panels/preferences.js";
import {dayNumber, isoDay} from "./dates.js";

/** No address of ours is longer; more is not looked at. */
const LONGEST = 600;

function readDay(text, { first, days }) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const number = dayNumber(text);
  if (!Number.isFinite(number) || isoDay(number) !== text) return null;
  const day = number - dayNumber(first);
  return day >= 0 && day < days ? day : null;
}

function readView(text) {
  const parts = text.split(",");
  if (parts.length !== 3 || !parts.every((part) => /^-?\d{1,3}(\.\d{1,9})?$/.test(part))) return null;
  const [lat, lon, zoom] = parts.map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? [lat, lon, zoom] : null;
}

function plainText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Read an address: {day, at, place, since, lang, look, embed}, null for what it does not say. */
export function readAddress(hash, frame) {
  const found = { day: null, at: null, place: null, since: null, lang: null, look: null, embed: false };
  if (hash.length > LONGEST) return found;
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, ...rest] = part.split("=");
    const value = plainText(rest.join("="));
    if (key === "day" || key === "since") found[key] = readDay(value, frame) ?? found[key];
    else if (key === "at") found.at = readView(value) ?? found.at;
    else if (key === "place") found.place = frame.placeOf(value) ?? found.place;
    else if (key === "lang") found.lang = frame.languages.includes(value) ? value : found.lang;
    else if (key === "look") found.look = isLook(value) ? value : found.look;
    else if (key === "embed") found.embed = true;
  }
  return found;
}

/** Write an address, without the "#". */
export function writeAddress({ day, at, place, since, lang, look, embed }) {
  const view = at && at.map((number) => Number(number.toFixed(6))).join(",");
  const parts = [
    embed ? "embed" : "", day ? `day=${day}` : "", view ? `at=${view}` : "",
    place ? `place=${encodeURIComponent(place)}` : "", since ? `since=${since}` : "",
    lang ? `lang=${lang}` : "", look ? `look=${look}` : "",
  ];
  return parts.filter(Boolean).join("&");
}

/** Write text so that it can stand in an attribute of HTML. */
export function inAttribute(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => names[sign]);
}

/** The code that puts the page into another; the reader fills in the address of a local file. */
export function embedCode(address, hash, title, fillIn) {
  const base = /^https?:/i.test(address) ? address.split("#")[0] : fillIn;
  const whole = inAttribute(`${base}#${hash}`);
  const style = "width:100%;height:640px;border:0";
  return `<iframe src="${whole}" title="${inAttribute(title)}" style="${style}" loading="lazy"></iframe>`;
}
