using Pipeline.Imaging.Pictures;

namespace Pipeline.Tests.Imaging.Resampling;

/// <summary>Lanczos 3 in double precision: a slow textbook implementation that clamps only at the end.</summary>
internal static class ReferenceResampler
{
    /// <summary>Exact samples of the resampled region: straight colours 0 to 255, and alpha.</summary>
    public static double[] Resize(PixelBuffer source, Region region, int width, int height)
    {
        var channels = source.Channels;
        var exact = new double[source.Length];
        for (var i = 0; i < exact.Length; i++)
        {
            var alpha = channels == 4 && i % 4 != 3 ? source.Span[i | 3] / 255.0 : 1;
            exact[i] = source.Span[i] * alpha;
        }

        var across = Weights(source.Width, region.X, region.Width, width);
        var down = Weights(source.Height, region.Y, region.Height, height);
        var rows = new double[height * source.Stride];
        for (var y = 0; y < height; y++)
        {
            foreach (var (from, weight) in down[y])
            {
                for (var i = 0; i < source.Stride; i++)
                {
                    rows[y * source.Stride + i] += weight * exact[from * source.Stride + i];
                }
            }
        }

        var result = new double[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = result.AsSpan((y * width + x) * channels, channels);
                foreach (var (from, weight) in across[x])
                {
                    for (var c = 0; c < channels; c++)
                    {
                        pixel[c] += weight * rows[y * source.Stride + from * channels + c];
                    }
                }

                for (var c = 0; channels == 4 && c < 3; c++)
                {
                    pixel[c] = pixel[3] > 0 ? pixel[c] * 255 / pixel[3] : 0;
                }
            }
        }

        return Array.ConvertAll(result, value => Math.Clamp(value, 0, 255));
    }

    private static List<(int From, double Weight)>[] Weights(int length, double offset, double extent, int count)
    {
        var ratio = extent / count;
        var scale = Math.Max(1, ratio);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var centre = offset + (i + 0.5) * ratio;
            var taps = Enumerable.Range(0, length)
                .Select(k => (From: k, Weight: Kernel((k + 0.5 - centre) / scale)))
                .Where(tap => tap.Weight != 0)
                .ToList();
            var sum = taps.Sum(tap => tap.Weight);
            return taps.ConvertAll(tap => (tap.From, tap.Weight / sum));
        })];
    }

    private static double Kernel(double x)
        => x == 0 ? 1 : Math.Abs(x) >= 3 ? 0 : Math.Sin(Math.PI * x) / (Math.PI * x) * (Math.Sin(Math.PI * x / 3) / (Math.PI * x / 3));
}
