using Pipeline.Core.Imaging;
using Pipeline.Magick;
using Pipeline.Tests.Codecs.Files;

namespace Pipeline.Aws.Tests;

/// <summary>
/// On a class of tests that decode or encode by Magick.NET. They are skipped by name where its package came without the
/// native library, so that only names and signatures are there.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsMagickAttribute : Attribute
{
    /// <summary>Why tests are skipped; null where they run.</summary>
    public static string? Missing { get; } = Probe();

    private static string? Probe()
    {
        try
        {
            new MagickCodec().Inspect(PngFile.Write(1, 1, 8, PngFile.Grey, [0]), ImageFormat.Png);
            return null;
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException)
        {
            return $"needs the real Magick.NET package: its native library is not here ({exception.Message})";
        }
    }
}
