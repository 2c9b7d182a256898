interface Size {
  width: number;
  height: number;
}

/** Whether one picture is another one scaled, with its sides rounded to whole pixels. Crops have another shape. */
export const hasSameShape = (one: Size, other: Size): boolean =>
  Math.abs(one.width * other.height - one.height * other.width) <= Math.max(other.width, other.height);
