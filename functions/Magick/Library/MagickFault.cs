using System.Text;
using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Magick.Library;

/// <summary>Decides what an error or a warning of ImageMagick means for the file, and describes it.</summary>
internal static class MagickFault
{
    private const string JpegTruncatedMessage = "Premature end of JPEG file";

    // What libjpeg says where the scan breaks off before an end mark. Files with stray marks in their scan raise it, too.
    private const string JpegScanEndsMessage = "premature end of data segment";

    // ImageMagick reports a profile that it cannot read at all as a resource limit with this tag.
    private const string UnreadableProfile = "ColorspaceColorProfileMismatch";

    /// <summary>
    /// Whether the file caused the error, so that a retry would fail too. Memory, time and policy are not the file's fault;
    /// too many frames are.
    /// </summary>
    public static bool IsCausedByFile(MagickException exception) => exception switch
    {
        MagickResourceLimitErrorException => exception.Message.Contains("ListLength", StringComparison.Ordinal)
            || exception.Message.Contains("list length", StringComparison.OrdinalIgnoreCase),
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

    public static CorruptImageException ToCorruptImageException(ImageFormat format, MagickException exception) =>
        new($"The {format.DisplayName()} cannot be read: {Describe(exception.Message)}.", exception);

    /// <summary>
    /// Turns ImageMagick's message into readable text: removes the file name and the place in its source code
    /// (<c>ImproperImageHeader `' @ error/png.c/…</c>), and splits a bare tag into words. ImageMagick has texts for the tags in a file
    /// that is not loaded just for this.
    /// </summary>
    public static string Describe(string message)
    {
        var end = message.AsSpan().IndexOfAny('`', '@');
        var text = (end < 0 ? message : message[..end]).ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length == 0 ? "ImageMagick gives no reason" : text.Contains(' ', StringComparison.Ordinal) ? text : SplitIntoWords(text);
    }

    private static string SplitIntoWords(string tag)
    {
        var words = new StringBuilder(tag.Length + 8);
        foreach (var letter in tag)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
