// The state of a day as files: GeoJSON for maps and CSV for spreadsheets, with licence and sources.

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Escape text that a spreadsheet would run as a formula; numbers stay as they are. */
export function safeCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  // eslint-disable-next-line no-control-regex -- control characters have no use in a cell
  const inert = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "\ufffd");
  return FORMULA.test(inert) ? `'${inert}` : inert;
}

/** Write rows as CSV with line feeds. */
export function csvOf(rows) {
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map((cell) => quoted(safeCell(cell))).join(",")}\n`).join("");
}

/** Return the places of a day, with named fields. */
export function placesOfDay({ places, states, actors, lonLat, isoOf }, codes, since, iso) {
  const rounded = (number) => Math.round(number * 1e5) / 1e5;
  return Array.from(codes, (code, place) => {
    const { status, actors: who, evidence } = states[code];
    const [lon, lat] = lonLat(places.x[place], places.y[place]).map(rounded);
    const ids = who.map((actor) => actors[actor][0]);
    return {
      id: places.id[place], name: places.name[place], name_ar: places.name_ar[place],
      kind: places.kinds[places.kind[place]], district: places.districts[places.district[place]],
      lon, lat, position_error_m: places.error[place], day: iso, status,
      holder: status === "held" ? ids[0] : null, actors: ids, evidence: evidence || null,
      since: isoOf(since[place]),
    };
  });
}

/** Return title, version, sources and licence; in English, as the names of the fields are. */
function creditsOf({ title, about }) {
  const { title: data, version, digest, rule, method, sources, licence } = about;
  return {
    title: title.en, data: data.en, version, digest, rule: rule.en,
    known_on: about.knownOn || null, method: method.en,
    sources: sources.en, licence: licence.en,
  };
}

/** Write the places as GeoJSON. */
export function geojsonText(rows, data, iso) {
  const features = rows.map(({ lon, lat, ...properties }) => ({
    type: "Feature", id: properties.id,
    geometry: { type: "Point", coordinates: [lon, lat] }, properties,
  }));
  const whole = { type: "FeatureCollection", day: iso, ...creditsOf(data), features };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

/** Write the places as CSV; the last columns have version, sources and licence. */
export function csvText(rows, data) {
  const { version, digest, sources, licence } = creditsOf(data);
  const own = Object.keys(rows[0] || {});
  const last = { data_version: version, data_digest: digest, sources, licence };
  const cell = (value) => (Array.isArray(value) ? value.join(" ") : value);
  const lines = rows.map((row) => [...own.map((key) => cell(row[key])), ...Object.values(last)]);
  return csvOf([[...own, ...Object.keys(last)], ...lines]);
}
