// Which names fit on the map: the important first, none over another.

/** Zoom from which places of each importance carry a name. */
export const NAMED_FROM = [0, 8, 9, 10, 10.5];

/** Where a label of a size may stand beside its point: the sides first, then the corners. */
function stands([x, y], width, height, gap) {
  const near = gap * 0.6;
  return [
    [x + gap, y - height / 2, "start"],
    [x - gap - width, y - height / 2, "end"],
    [x - width / 2, y - gap - height, "middle"],
    [x - width / 2, y + gap, "middle"],
    [x + near, y - near - height, "start"],
    [x + near, y + near, "start"],
    [x - near - width, y - near - height, "end"],
    [x - near - width, y + near, "end"],
  ];
}

/** Keeps boxes apart: a grid of buckets, each with the boxes that reach into it. */
export class Boxes {
  constructor(size = 64) {
    this.size = size;
    this.buckets = new Map();
  }

  *#cells([left, top, right, bottom]) {
    for (let i = Math.floor(left / this.size); i <= Math.floor(right / this.size); i += 1) {
      for (let j = Math.floor(top / this.size); j <= Math.floor(bottom / this.size); j += 1) {
        yield `${i},${j}`;
      }
    }
  }

  isFree(box) {
    for (const cell of this.#cells(box)) {
      for (const other of this.buckets.get(cell) || []) {
        const apart =
          other[2] <= box[0] || other[0] >= box[2] || other[3] <= box[1] || other[1] >= box[3];
        if (!apart) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const cell of this.#cells(box)) {
      if (!this.buckets.has(cell)) this.buckets.set(cell, []);
      this.buckets.get(cell).push(box);
    }
  }
}

function isWithin([left, top, right, bottom], frame) {
  return left >= frame[0] && top >= frame[1] && right <= frame[2] && bottom <= frame[3];
}

/**
 * Place labels: `wanted` are {point, width, height, gap}, the most important first. Gives for
 * each that fits {index, x, y, anchor}, with x, y the left upper corner of its box. The label
 * of a point inside the `frame` stays inside it.
 */
export function placeLabels(wanted, boxes, frame = null) {
  const placed = [];
  wanted.forEach(({ point, width, height, gap }, index) => {
    const kept = frame && isWithin([...point, ...point], frame);
    for (const [x, y, anchor] of stands(point, width, height, gap)) {
      const box = [x - 1, y, x + width + 1, y + height];
      if (!boxes.isFree(box) || (kept && !isWithin(box, frame))) continue;
      boxes.add(box);
      placed.push({ index, x, y, anchor });
      break;
    }
  });
  return placed;
}
