// The geodesic between two positions of WGS 84, after T. Vincenty (1975), "Direct and inverse
// solutions of geodesics on the ellipsoid with application of nested equations", Survey Review
// 23 (176), 88-93: good to a tenth of a millimetre for any two positions not nearly antipodal.

const EQUATOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const POLE_M = EQUATOR_M * (1 - FLATTENING);
const RADIAN = Math.PI / 180;
const ROUNDS = 200;

/** Return sine and cosine of the latitude on the auxiliary sphere. */
function onSphere(lat) {
  const tangent = (1 - FLATTENING) * Math.tan(lat * RADIAN);
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return [tangent * cosine, cosine];
}

/** Return metres and initial bearing (degrees clockwise from north) between [longitude, latitude]s. */
export function geodesic([lon1, lat1], [lon2, lat2]) {
  const [sin1, cos1] = onSphere(lat1);
  const [sin2, cos2] = onSphere(lat2);
  const longitudeDifference = ((((lon2 - lon1 + 180) % 360) + 360) % 360 - 180) * RADIAN;
  let lambda = longitudeDifference;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const east = cos2 * sinL;
    const north = cos1 * sin2 - sin1 * cos2 * cosL;
    const sinS = Math.hypot(east, north);
    if (sinS === 0) return { metres: 0, bearing: 0 };
    const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * sinL) / sinS;
    const cosA2 = 1 - sinA * sinA;
    const cosM = cosA2 < 1e-15 ? 0 : cosS - (2 * sin1 * sin2) / cosA2;
    const c = (FLATTENING / 16) * cosA2 * (4 + FLATTENING * (4 - 3 * cosA2));
    const before = lambda;
    const inner = cosM + c * cosS * (2 * cosM * cosM - 1);
    lambda = longitudeDifference + (1 - c) * FLATTENING * sinA * (sigma + c * sinS * inner);
    if (Math.abs(lambda - before) > 1e-14) continue;
    const bearing = Math.atan2(east, north) / RADIAN;
    return { metres: arcLength(sigma, sinS, cosS, cosM, cosA2), bearing: (bearing + 360) % 360 };
  }
  return { metres: Number.NaN, bearing: Number.NaN };
}

function arcLength(sigma, sinS, cosS, cosM, cosA2) {
  const squared = (cosA2 * (EQUATOR_M ** 2 - POLE_M ** 2)) / POLE_M ** 2;
  const a = 1 + (squared / 16384) * (4096 + squared * (squared * (320 - 175 * squared) - 768));
  const b = (squared / 1024) * (256 + squared * (squared * (74 - 47 * squared) - 128));
  const third = (b / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3);
  const second = cosS * (2 * cosM * cosM - 1) - third;
  return POLE_M * a * (sigma - b * sinS * (cosM + (b / 4) * second));
}

/** Return positions along the geodesic, close enough for a map to draw it as a curve. */
export function geodesicPoints([lon1, lat1], [lon2, lat2], count = 24) {
  const vector = (lon, lat) => {
    const across = Math.cos(lat * RADIAN);
    return [across * Math.cos(lon * RADIAN), across * Math.sin(lon * RADIAN), Math.sin(lat * RADIAN)];
  };
  const [one, other] = [vector(lon1, lat1), vector(lon2, lat2)];
  const cosine = one.reduce((sum, part, i) => sum + part * other[i], 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (angle < 1e-9) return [[lon1, lat1], [lon2, lat2]];
  return Array.from({ length: count + 1 }, (_, step) => {
    const share = step / count;
    const [a, b] = [Math.sin((1 - share) * angle), Math.sin(share * angle)];
    const [x, y, z] = one.map((part, i) => a * part + b * other[i]);
    return [Math.atan2(y, x) / RADIAN, Math.atan2(z, Math.hypot(x, y)) / RADIAN];
  });
}
