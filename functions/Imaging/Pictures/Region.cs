namespace Pipeline.Imaging.Pictures;

/// <summary>A rectangle of a picture, with subpixel accuracy.</summary>
/// <param name="X">Left edge in pixels; 0 is the left edge of the first pixel.</param>
/// <param name="Y">Top edge in pixels; 0 is the top edge of the first row.</param>
/// <param name="Width">Width in pixels, more than 0.</param>
/// <param name="Height">Height in pixels, more than 0.</param>
public readonly record struct Region(double X, double Y, double Width, double Height)
{
    /// <summary>The region that covers a whole picture of <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static Region Whole(int width, int height) => new(0, 0, width, height);

    /// <summary>The same part of the picture after scaling by <paramref name="scaleX"/> and <paramref name="scaleY"/>.</summary>
    public Region Scale(double scaleX, double scaleY)
        => new(X * scaleX, Y * scaleY, Width * scaleX, Height * scaleY);
}
