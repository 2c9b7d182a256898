namespace Pipeline.Imaging.Placeholders;

/// <summary>The lowest frequencies of one plane (discrete cosine transform).</summary>
/// <param name="Dc">The constant term.</param>
/// <param name="Ac">The other terms, mapped from -<see cref="Scale"/>..<see cref="Scale"/> to 0..1.</param>
/// <param name="Scale">Largest magnitude of the other terms.</param>
internal sealed record ThumbHashChannel(double Dc, IReadOnlyList<double> Ac, double Scale)
{
    /// <param name="plane">One value per pixel, row by row.</param>
    /// <param name="width">Width of the plane in pixels.</param>
    /// <param name="height">Height of the plane in pixels.</param>
    /// <param name="horizontalTerms">Number of frequencies along the rows. Of all pairs of frequencies, those below the diagonal are kept.</param>
    /// <param name="verticalTerms">Number of frequencies along the columns.</param>
    public static ThumbHashChannel Compute(double[] plane, int width, int height, int horizontalTerms, int verticalTerms)
    {
        double dc = 0, scale = 0;
        List<double> ac = [];
        for (var v = 0; v < verticalTerms; v++)
        {
            for (var u = 0; u * verticalTerms < horizontalTerms * (verticalTerms - v); u++)
            {
                var term = ComputeTerm(plane, width, height, u, v);
                if (u == 0 && v == 0)
                {
                    dc = term;
                    continue;
                }

                ac.Add(term);
                scale = Math.Max(scale, Math.Abs(term));
            }
        }

        return new ThumbHashChannel(dc, scale > 0 ? ac.ConvertAll(term => 0.5 + 0.5 / scale * term) : ac, scale);
    }

    private static double ComputeTerm(double[] plane, int width, int height, int u, int v)
    {
        Span<double> cosines = stackalloc double[width];
        for (var x = 0; x < width; x++)
        {
            cosines[x] = Math.Cos(Math.PI / width * u * (x + 0.5));
        }

        double sum = 0;
        for (var y = 0; y < height; y++)
        {
            var cosine = Math.Cos(Math.PI / height * v * (y + 0.5));
            for (var x = 0; x < width; x++)
            {
                sum += plane[y * width + x] * cosines[x] * cosine;
            }
        }

        return sum / (width * height);
    }
}
