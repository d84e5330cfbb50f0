/** Circles drawn to count: areas are the sizes of the sets, and what two circles share is what the sets share. */
export type Circle = { x: number; y: number; r: number };
export type Region = { in: number[]; customers: number };

/** @returns one circle a set, in units where the largest has the radius 100. */
export function vennOf(regions: Region[], sets: number): Circle[] {
  const has = (...all: number[]) =>
    regions
      .filter((region) => all.every((set) => region.in.includes(set)))
      .reduce((sum, region) => sum + region.customers, 0);
  const sizes = Array.from({ length: sets }, (_, set) => has(set));
  const unit = 100 / Math.sqrt(Math.max(1, ...sizes));
  const radii = sizes.map((size) => Math.max(6, Math.sqrt(size) * unit));
  const areaOf = (customers: number) => customers * Math.PI * unit * unit;
  const between = (a: number, b: number) => distanceFor(radii[a] ?? 0, radii[b] ?? 0, areaOf(has(a, b)));
  const [first = 0, second = 0, third = 0] = radii;
  const apart = between(0, 1);
  const circles: Circle[] = [
    { x: 0, y: 0, r: first },
    { x: apart, y: 0, r: second },
  ];
  if (sets === 3) {
    const [toFirst, toSecond] = [between(0, 2), between(1, 2)];
    circles.push({ ...corner(apart, toFirst, toSecond), r: third });
  }
  return circles;
}

/** The third corner of a triangle of these sides; where they form none, as near to it as they come. */
function corner(base: number, toFirst: number, toSecond: number): { x: number; y: number } {
  if (base < 1e-6) return { x: 0, y: toFirst };
  const x = (base * base + toFirst * toFirst - toSecond * toSecond) / (2 * base);
  const height = toFirst * toFirst - x * x;
  if (height > 0) return { x, y: Math.sqrt(height) };
  return { x: Math.max(-toFirst, Math.min(toFirst, x)), y: 0 };
}

/** How far apart two circles stand that share this area, by halving. */
export function distanceFor(a: number, b: number, shared: number): number {
  const least = Math.abs(a - b);
  if (shared <= 0) return a + b + 6;
  if (shared >= Math.PI * Math.min(a, b) ** 2 * 0.999_999) return Math.max(0, least - 2);
  let [low, high] = [least, a + b];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (lens(a, b, middle) > shared) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The area that two circles share. */
export function lens(a: number, b: number, distance: number): number {
  if (distance >= a + b) return 0;
  if (distance <= Math.abs(a - b)) return Math.PI * Math.min(a, b) ** 2;
  const angle = (own: number, other: number) =>
    2 * Math.acos(Math.max(-1, Math.min(1, (distance ** 2 + own ** 2 - other ** 2) / (2 * distance * own))));
  const cap = (r: number, theta: number) => (r * r * (theta - Math.sin(theta))) / 2;
  return cap(a, angle(a, b)) + cap(b, angle(b, a));
}

const GRID = 60;

/** Where a number stands in its region: the point of the region that is farthest from every circle's line. Null where the
 * drawing has no such region. */
export function labelOf(circles: Circle[], inside: number[]): { x: number; y: number; room: number } | null {
  const box = boxOf(circles);
  let best: { x: number; y: number; room: number } | null = null;
  for (let i = 0; i <= GRID; i++) {
    for (let j = 0; j <= GRID; j++) {
      const x = box.x + (box.width * i) / GRID;
      const y = box.y + (box.height * j) / GRID;
      const room = Math.min(
        ...circles.map((circle, set) => {
          const depth = circle.r - Math.hypot(x - circle.x, y - circle.y);
          return inside.includes(set) ? depth : -depth;
        }),
      );
      if (room > 0 && (best === null || room > best.room)) best = { x, y, room };
    }
  }
  return best;
}

export function boxOf(circles: Circle[]): { x: number; y: number; width: number; height: number } {
  const x = Math.min(...circles.map((circle) => circle.x - circle.r));
  const y = Math.min(...circles.map((circle) => circle.y - circle.r));
  return {
    x,
    y,
    width: Math.max(...circles.map((circle) => circle.x + circle.r)) - x,
    height: Math.max(...circles.map((circle) => circle.y + circle.r)) - y,
  };
}

/** The people of a region as an expression: in these segments, and not in the others. */
export function regionExpression(segments: string[], inside: number[]): Record<string, unknown> {
  return { and: segments.map((segment, set) => (inside.includes(set) ? { segment } : { not: { segment } })) };
}
