using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Fuzzing.Targets;

/// <summary>The file of an image, through the codec that programs use or one of its two libraries.</summary>
/// <param name="name"><c>codecs</c>, <c>vips</c> or <c>magick</c>.</param>
internal sealed class CodecTarget(string name) : Target
{
    private const long MaxPixels = 4_000_000;

    private readonly IImageCodec _codec = ImageCodecs.Create(name switch { "vips" => CodecSelection.Vips, "magick" => CodecSelection.Magick, _ => CodecSelection.Both });

    public override string Name => name;

    public override string Corpus => "images";

    public override IReadOnlyList<string> Words { get; } =
        ["\xFF\xC4", "\xFF\xDA", "IDAT", "tRNS", "acTL", "VP8L", "ANMF", "ALPH", "ipma", "meta", "GIF89a", "!\xF9\x04", "iCCP", "II*\0", "MM\0*", "Exif\0\0"];

    public override Task RunAsync(byte[] input)
    {
        if (FormatSniffer.Sniff(input) is not { } format || !_codec.DecodableFormats.Contains(format))
        {
            return Task.CompletedTask;
        }

        try
        {
            Decode(input, format);
        }
        catch (Exception exception) when (exception is CorruptImageException or UnsupportedImageException)
        {
            // As the contract says.
        }

        return Task.CompletedTask;
    }

    /// <summary>As the pipeline does: header first, pixels only within the limits.</summary>
    private void Decode(byte[] input, ImageFormat format)
    {
        using var source = new ImageSource(input);
        if (_codec.FindUnsupportedFeature(source, format) is not null)
        {
            return;
        }

        var info = _codec.Inspect(source, format);
        if ((long)info.Width * info.Height * info.Frames > MaxPixels)
        {
            return;
        }

        _codec.HoldsWholePicture(source, format);
        foreach (var tolerate in (bool[])[false, true])
        {
            try
            {
                using var picture = _codec.Decode(source, format, new DecodeOptions(8, 8, AllFrames: tolerate, TolerateDamage: tolerate));
            }
            catch (CorruptImageException) when (!tolerate)
            {
                // Perhaps it can be decoded with its damage.
            }
        }
    }
}
