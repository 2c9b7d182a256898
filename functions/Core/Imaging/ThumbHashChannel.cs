namespace Pipeline.Core.Imaging;

/// <summary>The lowest frequencies of one plane (discrete cosine transform).</summary>
/// <param name="Mean">The constant term.</param>
/// <param name="Varying">The other terms, from -<see cref="Scale"/>..<see cref="Scale"/> brought to 0..1.</param>
/// <param name="Scale">Greatest magnitude among the varying terms.</param>
internal sealed record ThumbHashChannel(double Mean, IReadOnlyList<double> Varying, double Scale)
{
    /// <param name="plane">A value a pixel, row by row.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="across">Frequencies along the rows; of all pairs, those below the diagonal are kept.</param>
    /// <param name="down">Frequencies along the columns.</param>
    public static ThumbHashChannel Of(double[] plane, int width, int height, int across, int down)
    {
        double mean = 0, scale = 0;
        List<double> varying = [];
        for (var v = 0; v < down; v++)
        {
            for (var u = 0; u * down < across * (down - v); u++)
            {
                var term = Term(plane, width, height, u, v);
                if (u == 0 && v == 0)
                {
                    mean = term;
                    continue;
                }

                varying.Add(term);
                scale = Math.Max(scale, Math.Abs(term));
            }
        }

        return new ThumbHashChannel(mean, scale > 0 ? varying.ConvertAll(term => 0.5 + 0.5 / scale * term) : varying, scale);
    }

    private static double Term(double[] plane, int width, int height, int u, int v)
    {
        Span<double> across = stackalloc double[width];
        for (var x = 0; x < width; x++)
        {
            across[x] = Math.Cos(Math.PI / width * u * (x + 0.5));
        }

        double sum = 0;
        for (var y = 0; y < height; y++)
        {
            var down = Math.Cos(Math.PI / height * v * (y + 0.5));
            for (var x = 0; x < width; x++)
            {
                sum += plane[y * width + x] * across[x] * down;
            }
        }

        return sum / (width * height);
    }
}
