// Placement of labels on the map: important places first, no label over another.

/** The lowest zoom at which places of each importance have a label. */
export const LABEL_MIN_ZOOM = [0, 8, 9, 10, 10.5];

/** Return the positions of a label around its point: the sides first, then the corners. */
function labelPositions([x, y], width, height, gap) {
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

/** A grid of buckets that finds overlapping boxes; a bucket has the boxes that extend into it. */
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
        const isClear =
          other[2] <= box[0] || other[0] >= box[2] || other[3] <= box[1] || other[1] >= box[3];
        if (!isClear) return false;
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

function isOutside([left, top, right, bottom], frame) {
  return left >= frame[2] || top >= frame[3] || right <= frame[0] || bottom <= frame[1];
}

/**
 * Place labels: `labels` are {point, width, height, gap}, the most important first. Return
 * {index, x, y, anchor} for each that fits, where x, y is the upper left corner of its box. The
 * `frame` cuts no label: that of a point inside stays inside it, others outside. Labels avoid the boxes of `soft` where they can,
 * and always if `isStrict`.
 */
export function placeLabels(labels, boxes, frame = null, soft = null, isStrict = false) {
  const placed = [];
  labels.forEach(({ point, width, height, gap }, index) => {
    const fits = frame && isWithin([...point, ...point], frame) ? isWithin : isOutside;
    let best = null;
    for (const [x, y, anchor] of labelPositions(point, width, height, gap)) {
      const box = [x - 1, y, x + width + 1, y + height];
      if (!boxes.isFree(box) || (frame && !fits(box, frame))) continue;
      const isClear = !soft || soft.isFree(box);
      if (isClear || (!best && !isStrict)) best = { index, x, y, anchor, box };
      if (isClear) break;
    }
    if (!best) return;
    const { box, ...place } = best;
    boxes.add(box);
    placed.push(place);
  });
  return placed;
}

/** Return a function that measures a line of text in pixels, by its size and whether it is bold. */
export function makeTextMeasure(family) {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, size, bold) => {
    const key = `${size} ${bold} ${text}`;
    if (!known.has(key)) {
      context.font = `${bold ? 600 : 400} ${size}px ${family}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}
