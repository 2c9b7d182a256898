using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Core.Validation;

/// <summary>Checks content and header: is it an image that may pass? A reason for rejection says what was found and what is allowed.</summary>
public sealed class ImageInspector(IImageCodec codec, ImageLimits limits)
{
    /// <returns>The header's facts, or the reason for rejection.</returns>
    public (ImageInfo? Info, Reason? Reason) Inspect(string imageId, OriginalRead read) => read switch
    {
        OriginalRead.TooLarge large => Reject(
            ReasonCodes.ObjectTooLarge, $"{imageId} has {large.Size:N0} bytes; at most {limits.MaxBytes:N0} are allowed."),
        OriginalRead.Found { Content.IsEmpty: true } => Reject(ReasonCodes.EmptyObject, $"{imageId} is empty; upload it again."),
        OriginalRead.Found found => InspectContent(imageId, found.Content),
        _ => throw new ArgumentOutOfRangeException(nameof(read), read, null),
    };

    private (ImageInfo? Info, Reason? Reason) InspectContent(string imageId, ImageSource content)
    {
        if (FormatSniffer.Sniff(content.Header) is not { } format)
        {
            return Reject(
                ReasonCodes.UnsupportedFormat, $"{imageId} is {FormatSniffer.Describe(content.Header)}, judging by its content; supported formats: {SupportedFormats()}.");
        }

        if (!codec.DecodableFormats.Contains(format))
        {
            return Reject(
                ReasonCodes.UnsupportedFormat, $"{imageId} is {format.DisplayName()}, which {codec.Name} does not read; supported formats: {SupportedFormats()}.");
        }

        try
        {
            return Check(imageId, codec.Inspect(content, format));
        }
        catch (UnsupportedImageException exception)
        {
            return Reject(ReasonCodes.UnsupportedFormat, $"{imageId}: {exception.Message}");
        }
        catch (CorruptImageException exception)
        {
            return Reject(ReasonCodes.CorruptImage, $"{imageId}: {exception.Message}");
        }
    }

    private (ImageInfo? Info, Reason? Reason) Check(string imageId, ImageInfo info)
    {
        if (info.Frames > limits.MaxFrames)
        {
            return Reject(
                ReasonCodes.TooManyFrames, $"{imageId} has {info.Frames:N0} frames or pages; at most {limits.MaxFrames:N0} are allowed.");
        }

        if (info.TotalPixels > limits.MaxPixels)
        {
            var frames = info.Frames == 1 ? "" : $" × {info.Frames} frames";
            return Reject(
                ReasonCodes.TooManyPixels,
                $"{imageId} has {info.Width} × {info.Height}{frames} = {info.TotalPixels:N0} pixels; at most {limits.MaxPixels:N0} are allowed.");
        }

        return (info, null);
    }

    private string SupportedFormats() => string.Join(", ", codec.DecodableFormats.Order().Select(format => format.DisplayName()));

    private static (ImageInfo? Info, Reason? Reason) Reject(string code, string message) => (null, new(code, message));
}
