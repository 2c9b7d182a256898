using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Core.Validation;

/// <summary>Checks content and header: is it an image that may pass? A reason for rejection says what was found and what is allowed.</summary>
public sealed class ImageInspector(IImageCodec codec, ImageLimits limits)
{
    /// <returns>The header's facts, or the reason for rejection.</returns>
    /// <param name="imageId">The image, for messages.</param>
    /// <param name="read">The original.</param>
    /// <param name="set">What to make of it.</param>
    public (ImageInfo? Info, Reason? Reason) Inspect(string imageId, OriginalRead read, RenditionSet set) => read switch
    {
        OriginalRead.TooLarge large => Reject(
            ReasonCodes.ObjectTooLarge, $"{imageId} has {large.Size:N0} bytes; at most {limits.MaxBytes:N0} are allowed (maxBytes)."),
        OriginalRead.Found { Content.IsEmpty: true } => Reject(ReasonCodes.EmptyObject, $"{imageId} is empty; upload it again."),
        OriginalRead.Found found => InspectContent(imageId, found.Content, set),
        _ => throw new ArgumentOutOfRangeException(nameof(read), read, null),
    };

    private (ImageInfo? Info, Reason? Reason) InspectContent(string imageId, ImageSource content, RenditionSet set)
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
            return Check(imageId, content, codec.Inspect(content, format), set);
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

    /// <summary>An animation over a limit becomes a still picture, if the settings say so. It keeps its number of frames.</summary>
    private (ImageInfo? Info, Reason? Reason) Check(string imageId, ImageSource content, ImageInfo info, RenditionSet set)
    {
        var layout = ScanLayout.Read(content, info.Format);
        var reason = FindReason(info);
        if (reason is null || !info.Animated || limits.OverLimit != OverLimit.FirstFrame)
        {
            return (reason is null ? info : null, reason);
        }

        var still = info with { Animated = false };
        reason = FindReason(still);
        return (reason is null ? still : null, reason);

        Reason? FindReason(ImageInfo checkedInfo) =>
            FindExcess(imageId, checkedInfo, layout) ?? FindMemoryExcess(imageId, content, checkedInfo, layout, set);
    }

    private Reason? FindExcess(string imageId, ImageInfo info, ScanLayout? layout)
    {
        if (info.DecodedFrames > limits.MaxFrames)
        {
            return new(ReasonCodes.TooManyFrames, $"{imageId} has {info.Frames:N0} frames; at most {limits.MaxFrames:N0} are allowed (maxFrames).");
        }

        var (formatLimit, kind) = FormatLimits.For(info, layout);
        var maxPixels = limits.MaxPixels ?? formatLimit;
        if (info.TotalPixels <= maxPixels)
        {
            return null;
        }

        var frames = info.DecodedFrames == 1 ? "" : $" × {info.Frames} frames";
        return new(
            ReasonCodes.TooManyPixels,
            $"{imageId} has {info.Width} × {info.Height}{frames} = {info.TotalPixels:N0} pixels; at most {maxPixels:N0} are allowed for {kind} (maxPixels).");
    }

    private Reason? FindMemoryExcess(string imageId, ImageSource content, ImageInfo info, ScanLayout? layout, RenditionSet set)
    {
        const int megabyte = 1024 * 1024;
        if (limits.MaxMemory is not { } maxMemory)
        {
            return null;
        }

        var needed = MemoryNeed.Compute(info, layout, content.Length, set, codec.HoldsWholePicture(content, info.Format));
        return needed <= maxMemory
            ? null
            : new(
                ReasonCodes.NeedsTooMuchMemory,
                $"{imageId} has {info.Width} × {info.Height} pixels and may need {needed / megabyte:N0} MB of memory for its renditions; at most {maxMemory / megabyte:N0} are allowed (maxMemory).");
    }

    private string SupportedFormats() => string.Join(", ", codec.DecodableFormats.Order().Select(format => format.DisplayName()));

    private static (ImageInfo? Info, Reason? Reason) Reject(string code, string message) => (null, new(code, message));
}
