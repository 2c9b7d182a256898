using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Pictures;

/// <summary>
/// Makes the reference for a rendition: the full-size decode, resampled with Lanczos 3 in double precision. Colours are weighted by alpha,
/// and the result is rounded once, at the end. Neither orients nor crops.
/// </summary>
internal static class ReferenceResampling
{
    public static PixelBuffer Resize(PixelBuffer source, int width, int height)
    {
        var channels = source.Channels;
        var (across, down) = (Weights(source.Width, width), Weights(source.Height, height));
        var target = new PixelBuffer(width, height, channels);
        Parallel.For(0, height, y =>
        {
            var row = SumRows(source, down[y]);
            var output = target.Row(y);
            Span<double> pixel = stackalloc double[4];
            for (var x = 0; x < width; x++)
            {
                pixel.Clear();
                foreach (var (from, weight) in across[x])
                {
                    for (var c = 0; c < channels; c++)
                    {
                        pixel[c] += weight * row[(from * channels) + c];
                    }
                }

                for (var c = 0; c < channels; c++)
                {
                    var straight = channels == 4 && c < 3 ? (pixel[3] > 0 ? pixel[c] * 255 / pixel[3] : 0) : pixel[c];
                    output[(x * channels) + c] = (byte)Math.Clamp(Math.Round(straight), 0, 255);
                }
            }
        });
        return target;
    }

    /// <summary>Computes one target row in full width, with colours multiplied by alpha.</summary>
    private static double[] SumRows(PixelBuffer source, (int From, double Weight)[] taps)
    {
        var sum = new double[source.Stride];
        foreach (var (from, weight) in taps)
        {
            var row = source.Row(from);
            for (var i = 0; i < row.Length; i++)
            {
                var alpha = source.HasAlpha && i % 4 != 3 ? row[i | 3] / 255.0 : 1;
                sum[i] += weight * row[i] * alpha;
            }
        }

        return sum;
    }

    private static (int From, double Weight)[][] Weights(int length, int count)
    {
        var ratio = (double)length / count;
        var scale = Math.Max(1, ratio);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var centre = (i + 0.5) * ratio;
            var first = Math.Max(0, (int)Math.Floor(centre - (3 * scale)));
            var end = Math.Min(length, (int)Math.Ceiling(centre + (3 * scale)) + 1);
            var taps = Enumerable.Range(first, end - first).Select(k => (From: k, Weight: Kernel((k + 0.5 - centre) / scale))).ToArray();
            var sum = taps.Sum(tap => tap.Weight);
            return taps.Where(tap => tap.Weight != 0).Select(tap => (tap.From, tap.Weight / sum)).ToArray();
        })];
    }

    private static double Kernel(double x) =>
        x == 0 ? 1 : Math.Abs(x) >= 3 ? 0 : Math.Sin(Math.PI * x) / (Math.PI * x) * (Math.Sin(Math.PI * x / 3) / (Math.PI * x / 3));
}
