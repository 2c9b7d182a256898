using System.Globalization;
using ImageMagick;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Magick.Library;

/// <summary>Limits of ImageMagick for the whole process. It refuses a file beyond them before it allocates memory.</summary>
/// <param name="Side">
/// Maximum width and height, in pixels. More than any web format allows, and enough to report a decompression bomb's dimensions instead
/// of failing on them.
/// </param>
/// <param name="Area">Maximum number of pixels of one frame: what one buffer of RGB can hold.</param>
/// <param name="Memory">
/// Maximum size of all pixel caches together, in bytes: half of the machine's or function's memory. The other half is for the
/// original, the decoded pixels and the runtime.
/// </param>
/// <param name="Disk">Maximum size of pixel caches on disk, in bytes: 0. A file whose cache does not fit into memory is refused instead of being a hundred times slower.</param>
/// <param name="Frames">Maximum number of frames or pages of one file, counted while they are read. Validation allows fewer.</param>
/// <param name="Threads">Threads per call: one, because the caller decides how many images are processed at once.</param>
/// <param name="Seconds">
/// Maximum time for one image, in seconds. It counts from when the image is opened, not from the start of the process, which would
/// stop a warm function. In a function, the deployment sets it by the function's timeout (<see cref="CodecTimeLimit"/>).
/// </param>
internal sealed record MagickLimits(ulong Side, ulong Area, ulong Memory, ulong Disk, ulong Frames, ulong Threads, ulong Seconds)
{
    /// <summary>Lambda's variable for the function's memory, in megabytes.</summary>
    internal const string FunctionMemoryVariable = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>
    /// In a function, uses the function's memory: the runtime tells .NET its size only after the handler was constructed. Elsewhere uses
    /// what .NET says. The time limit is that of the deployment, if there is one.
    /// </summary>
    /// <param name="readVariable">Returns the value of an environment variable, or null.</param>
    /// <param name="availableMemory">Memory in bytes that this process may use, according to .NET.</param>
    public static MagickLimits FromEnvironment(Func<string, string?> readVariable, long availableMemory) => FromAvailableMemory(
        long.TryParse(readVariable(FunctionMemoryVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and < 1 << 20
            ? megabytes << 20
            : availableMemory) with { Seconds = (ulong)CodecTimeLimit.Read(readVariable) };

    /// <param name="availableMemory">Memory that this process may use, in bytes.</param>
    public static MagickLimits FromAvailableMemory(long availableMemory) => new(
        Side: 131_072,
        Area: (ulong)Array.MaxLength / 3,
        Memory: (ulong)availableMemory / 2,
        Disk: 0,
        Frames: 1_024,
        Threads: 1,
        Seconds: CodecTimeLimit.Default);

    public void Apply()
    {
        ResourceLimits.Width = Side;
        ResourceLimits.Height = Side;
        ResourceLimits.Area = Area;
        ResourceLimits.Memory = Memory;
        ResourceLimits.Disk = Disk;
        ResourceLimits.ListLength = Frames;
        ResourceLimits.Thread = Threads;
        ResourceLimits.Time = Seconds;
    }
}
