using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Placeholders;

/// <summary>Computes the colour that covers most of a picture.</summary>
public static class DominantColour
{
    private const int Bins = 16 * 16 * 16;

    /// <summary>
    /// Counts pixels in 4,096 bins, 16 per channel as in sharp, weighted by alpha. The result is the mean of the fullest bin, not
    /// its centre; on a tie, the bin with the darkest red wins. A fully transparent picture gives black.
    /// </summary>
    public static Colour Compute(PixelBuffer picture)
    {
        var bins = new (long Weight, long Red, long Green, long Blue)[Bins];
        var bytes = picture.Span;
        for (var i = 0; i < bytes.Length; i += picture.Channels)
        {
            var (red, green, blue) = (bytes[i], bytes[i + 1], bytes[i + 2]);
            var alpha = picture.HasAlpha ? bytes[i + 3] : 255;
            ref var bin = ref bins[(red >> 4 << 8) | (green >> 4 << 4) | (blue >> 4)];
            bin = (bin.Weight + alpha, bin.Red + red * alpha, bin.Green + green * alpha, bin.Blue + blue * alpha);
        }

        var fullest = bins[0];
        foreach (var bin in bins)
        {
            fullest = bin.Weight > fullest.Weight ? bin : fullest;
        }

        var weight = Math.Max(1, fullest.Weight);
        return new Colour(Mean(fullest.Red), Mean(fullest.Green), Mean(fullest.Blue));

        byte Mean(long sum) => (byte)((sum + weight / 2) / weight);
    }
}
