using System.Text.Json.Serialization;
using Pipeline.Imaging.Formats;

namespace Pipeline.Host.Engine.Fence;

/// <summary>A message between the host and a fenced process. Both are the same build of the same program, so it needs no versions.</summary>
/// <param name="Call">Number of the call; 0 if the message belongs to none.</param>
/// <param name="Kind">What it says.</param>
internal sealed record FenceMessage(int Call, FenceMessageKind Kind)
{
    /// <summary>The original, in a request.</summary>
    public FencedFile? File { get; init; }

    /// <summary>Format of the original, in a request about its header.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>What the header says, in an answer.</summary>
    public ImageInfo? Info { get; init; }

    /// <summary>SHA-256 of a watermark, key of a rendition, or name of an unsupported feature.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the codec holds the whole picture, in an answer.</summary>
    public bool HoldsWholePicture { get; init; }

    /// <summary>Why the call failed.</summary>
    public FenceFault? Fault { get; init; }

    /// <summary>The settings, in the first message.</summary>
    public FenceSetup? Setup { get; init; }
}

internal enum FenceMessageKind
{
    /// <summary>To the process: settings.</summary>
    Setup,

    /// <summary>To the process, with a PNG: a watermark.</summary>
    Watermark,

    /// <summary>To the process: read the header.</summary>
    Inspect,

    /// <summary>To the process: name the feature that cannot be read faithfully.</summary>
    FindUnsupportedFeature,

    /// <summary>To the process: say whether the codec holds the whole picture.</summary>
    FindHoldsWholePicture,

    /// <summary>To the process, with the request of a Resize: make renditions.</summary>
    Resize,

    /// <summary>To the process: nobody waits for the call any more.</summary>
    Cancel,

    /// <summary>From the process: it is ready.</summary>
    Ready,

    /// <summary>From the process, with the file: a rendition of a call that goes on.</summary>
    Rendition,

    /// <summary>From the process, with the response of a Resize: the call is done.</summary>
    Done,

    /// <summary>From the process: the call failed.</summary>
    Failed,
}

/// <summary>A file as the host opened it. A process that finds another one under its name does not read it.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="LastWrite">Time of its last change, in UTC.</param>
internal sealed record FencedFile(string Path, long Length, DateTime LastWrite);

/// <param name="Type">Name of the exception's class, which the definition matches.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Where it was thrown.</param>
internal sealed record FenceFault(string Type, string Message, string? StackTrace);

/// <param name="ConcurrentRenditions">Maximum number of renditions that are decoded, resampled or encoded at the same time.</param>
/// <param name="CacheBytes">Maximum size of decoded pictures that are kept although nobody uses them.</param>
internal sealed record FenceSetup(int ConcurrentRenditions, long CacheBytes);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FenceMessage))]
internal sealed partial class FenceJson : JsonSerializerContext;
