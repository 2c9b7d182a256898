using ImageMagick;
using Pipeline.Imaging.Formats;

namespace Pipeline.Magick.Library;

/// <summary>Decides what an error or a warning of ImageMagick means for the file.</summary>
internal static class MagickFault
{
    private const string JpegTruncatedMessage = "Premature end of JPEG file";

    // What libjpeg says where the scan breaks off before an end mark. Files with stray marks in their scan raise it, too.
    private const string JpegScanEndsMessage = "premature end of data segment";

    // ImageMagick reports a profile that it cannot read at all as a resource limit with this tag.
    private const string UnreadableProfile = "ColorspaceColorProfileMismatch";

    // What resource limits of the machine are called; others are about the file: its frames, dimensions, palette.
    private static readonly string[] Resources = ["memory", "time", "cache", "exhausted", "thread", "disk"];

    /// <summary>
    /// Whether the file caused the error, so that a retry would fail too. Memory, time and policy are not the file's fault;
    /// too many frames are.
    /// </summary>
    public static bool IsCausedByFile(MagickException exception) => exception switch
    {
        MagickResourceLimitErrorException => !Array.Exists(Resources, resource => RemovePlace(exception.Message).Contains(resource, StringComparison.OrdinalIgnoreCase)),
        MagickCacheErrorException or MagickPolicyErrorException or MagickConfigureErrorException or MagickFileOpenErrorException => false,
        _ => true,
    };

    /// <summary>Whether the colour profile made a conversion fail. Memory and time are not its fault.</summary>
    public static bool IsCausedByProfile(MagickException exception) => exception switch
    {
        MagickResourceLimitErrorException => exception.Message.StartsWith(UnreadableProfile, StringComparison.Ordinal),
        MagickCacheErrorException => false,
        _ => true,
    };

    /// <summary>
    /// Returns the damage among a read's warnings; null if there is none. Coders raise a corrupt-image warning if pixels are missing.
    /// For JPEG only truncation is damage: stray bytes between markers, which cameras write, raise the same kind of warning.
    /// </summary>
    /// <param name="warning">The warning.</param>
    /// <param name="format">Format of the file.</param>
    /// <param name="isCompleted">Whether the end mark was added to the file, so that a scan that breaks off shows in another way.</param>
    public static MagickException? FindDamage(MagickException warning, ImageFormat format, bool isCompleted = false) =>
        warning.RelatedExceptions.Prepend(warning).FirstOrDefault(found =>
            found is MagickCorruptImageWarningException
            && (format != ImageFormat.Jpeg
                || found.Message.Contains(JpegTruncatedMessage, StringComparison.Ordinal)
                || (isCompleted && found.Message.Contains(JpegScanEndsMessage, StringComparison.Ordinal))));

    /// <summary>Removes the file name and the place in ImageMagick's source code: <c>ListLengthExceedsLimit `' @ error/cache.c/…</c>.</summary>
    private static string RemovePlace(string message) => message.Split('`', '@')[0];

    /// <summary>Says in plain words that ImageMagick ran out of something. Its own text stays in the inner exception.</summary>
    public static Exception ToReadableException(ImageFormat format, MagickException exception) =>
        exception is MagickPolicyErrorException or MagickConfigureErrorException
            ? new InvalidOperationException($"The installation of ImageMagick does not let it read the {format.DisplayName()}.", exception)
            : new InsufficientMemoryException($"ImageMagick ran out of memory or time while it read the {format.DisplayName()}.", exception);
}
