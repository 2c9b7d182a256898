using Pipeline.Imaging.Codecs;
using Pipeline.Magick;
using Pipeline.Vips;

namespace Pipeline.Codecs;

/// <summary>Creates the codec that a program uses. The same one runs in AWS and on one machine.</summary>
public static class ImageCodecs
{
    /// <summary>Name of the runtime option in which a build says which image libraries it carries.</summary>
    public const string RuntimeOption = "Pipeline.Codecs";

    /// <summary>Creates the codec of the image libraries that this program was built with (<see cref="RuntimeOption"/>).</summary>
    /// <inheritdoc cref="Create(CodecSelection)"/>
    /// <exception cref="InvalidOperationException">The build does not say which libraries it carries.</exception>
    public static IImageCodec CreateForBuild() => Enum.TryParse<CodecSelection>(AppContext.GetData(RuntimeOption) as string, out var selection)
        ? Create(selection)
        : throw new InvalidOperationException(
            $"The runtime option {RuntimeOption} is '{AppContext.GetData(RuntimeOption)}'; it must be {string.Join(", ", Enum.GetNames<CodecSelection>())}. Build the program again.");

    /// <summary>Creates a codec.</summary>
    /// <param name="selection">The image libraries to use.</param>
    /// <exception cref="DllNotFoundException">A native library is missing or does not fit this machine.</exception>
    public static IImageCodec Create(CodecSelection selection) => selection switch
    {
        CodecSelection.Both => new CodecChain(new VipsCodec(), new MagickOnDemand()),
        CodecSelection.Vips => new VipsCodec(),
        CodecSelection.Magick => new MagickCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(selection), selection, null),
    };
}
