using System.Text;
using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Magick.Library;

/// <summary>Tells what an error or a warning of ImageMagick says about the file, and puts it into words.</summary>
internal static class MagickFault
{
    private const string JpegTruncatedMessage = "Premature end of JPEG file";

    // What ImageMagick raises as a resource limit where it cannot read a profile at all.
    private const string UnreadableProfile = "ColorspaceColorProfileMismatch";

    /// <summary>
    /// Whether the file is to blame, and always will be. Memory, time and policy are not the file's fault, but too many
    /// frames are.
    /// </summary>
    public static bool IsCausedByFile(MagickException exception) => exception switch
    {
        MagickResourceLimitErrorException => exception.Message.Contains("ListLength", StringComparison.Ordinal)
            || exception.Message.Contains("list length", StringComparison.OrdinalIgnoreCase),
        MagickCacheErrorException or MagickPolicyErrorException or MagickConfigureErrorException or MagickFileOpenErrorException => false,
        _ => true,
    };

    /// <summary>Whether a conversion failed by the colour profile. Memory and time are not its fault.</summary>
    public static bool IsTheProfiles(MagickException exception) => exception switch
    {
        MagickResourceLimitErrorException => exception.Message.StartsWith(UnreadableProfile, StringComparison.Ordinal),
        MagickCacheErrorException => false,
        _ => true,
    };

    /// <summary>
    /// The damage among a read's warnings; null if there is none. Coders say corrupt-image warning where pixels are missing.
    /// Of JPEG only the early end is: stray bytes between markers, which cameras write, come as the same kind of warning.
    /// </summary>
    public static MagickException? FindDamage(MagickException warning, ImageFormat format) =>
        warning.RelatedExceptions.Prepend(warning).FirstOrDefault(found =>
            found is MagickCorruptImageWarningException
            && (format != ImageFormat.Jpeg || found.Message.Contains(JpegTruncatedMessage, StringComparison.Ordinal)));

    public static CorruptImageException ToCorruptImageException(ImageFormat format, MagickException exception) =>
        new($"The {format.DisplayName()} cannot be read: {Describe(exception.Message)}.", exception);

    /// <summary>
    /// The message for people: without file name and place in the source (<c>ImproperImageHeader `' @ error/png.c/…</c>), and
    /// a bare tag as words. The texts that go with the tags lie in a file that is not loaded for so little.
    /// </summary>
    public static string Describe(string message)
    {
        var end = message.AsSpan().IndexOfAny('`', '@');
        var text = (end < 0 ? message : message[..end]).ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length == 0 ? "ImageMagick does not say why" : text.Contains(' ', StringComparison.Ordinal) ? text : SplitIntoWords(text);
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
