// The plane of the map: Web Mercator, as Leaflet uses it, in whole units of about a metre, counted
// from the north-west corner of the region.

const GRID = 100_000;

/** One unit is one pixel at this zoom. */
export const UNIT_ZOOM = 17;

const WORLD = 256 * 2 ** UNIT_ZOOM;

/** Return the units east and south of the corner of the Mercator world. */
export function worldUnits(lon, lat) {
  const north = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [(lon / 360 + 0.5) * WORLD, (0.5 - north) * WORLD];
}

/** Make the functions that convert numbers of the grid, given its origin and the region. */
export function makePlane(origin, region) {
  const lonLat = (x, y) => [(x + origin[0]) / GRID, (y + origin[1]) / GRID];
  const corner = worldUnits(...lonLat(region[0], region[3])).map(Math.floor);
  const units = (x, y) => {
    const [east, south] = worldUnits(...lonLat(x, y));
    return [Math.round(east - corner[0]), Math.round(south - corner[1])];
  };
  return { lonLat, corner, units };
}

/** Return the metres of one pixel at a zoom, along a parallel of the ellipsoid. */
export function metresPerPixel(lat, zoom) {
  const phi = (lat * Math.PI) / 180;
  const flattening = 1 / 298.257223563;
  const squared = flattening * (2 - flattening);
  const across = 6378137 / Math.sqrt(1 - squared * Math.sin(phi) ** 2);
  return (across * Math.cos(phi) * 2 * Math.PI) / (256 * 2 ** zoom);
}
