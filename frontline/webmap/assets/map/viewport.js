// Keeping a chosen place in sight: the card lies beside it or below it, never over it.

/** Room around a mark that is kept free, in pixels. */
const ROOM = 40;

/**
 * How much of a frame a box covers at its sides, in pixels: {left, right, bottom}. A box as wide
 * as the frame covers its lower part, any other the side at which it stands.
 */
export function coveredBy(frame, box) {
  const none = { left: 0, right: 0, bottom: 0 };
  if (!box.width || box.right <= frame.left || box.left >= frame.right) return none;
  if (box.width > frame.width * 0.8) return { ...none, bottom: Math.max(frame.bottom - box.top, 0) };
  const isLeft = box.left - frame.left < frame.right - box.right;
  return isLeft ? { ...none, left: box.right - frame.left } : { ...none, right: frame.right - box.left };
}

/** Make what moves a map so that a place is seen beside the `card`. */
export function makeSight(map, card) {
  const covered = () => coveredBy(map.getContainer().getBoundingClientRect(), card.getBoundingClientRect());
  return {
    /** Move no further than is needed for a position to come out from under the card. */
    bringOut(latLng) {
      const { left, right, bottom } = covered();
      map.panInside(latLng, {
        paddingTopLeft: [left + ROOM, ROOM], paddingBottomRight: [right + ROOM, bottom + ROOM], animate: false,
      });
    },
    /** The middle of the map with which a position is in the middle of what the card leaves. */
    middleFor(latLng, zoom) {
      const { left, right, bottom } = covered();
      return map.unproject(map.project(latLng, zoom).add([(right - left) / 2, bottom / 2]), zoom);
    },
  };
}
