using ImageMagick;

namespace Pipeline.Magick.Library;

/// <summary>What ImageMagick may use, the process over. Beyond these a file is refused before memory is taken for it.</summary>
/// <param name="Side">
/// Pixels a side. More than any format of the web holds, and enough to report a decompression bomb's dimensions instead of failing on them.
/// </param>
/// <param name="Area">Pixels of one frame: what one buffer of RGB can hold, which is the most that a decode may deliver.</param>
/// <param name="Memory">
/// Bytes of all pixel caches together: half of the machine's or function's memory. The other half is for the original, the
/// delivered pixels and the runtime.
/// </param>
/// <param name="Disk">Bytes of pixel caches on disk: none. A cache that does not fit into memory is refused, not a hundred times slower.</param>
/// <param name="Frames">Frames or pages of one file, counted while they are read; validation allows fewer.</param>
/// <param name="Threads">One a call: whoever calls decides how many images are worked on at once.</param>
/// <param name="Seconds">
/// Time for one image from the moment it is opened (not the process's: a warm function outlives any such limit), a little
/// less than the function's timeout, so that ImageMagick gives up before Lambda kills the process.
/// </param>
internal sealed record MagickLimits(ulong Side, ulong Area, ulong Memory, ulong Disk, ulong Frames, ulong Threads, ulong Seconds)
{
    /// <param name="availableMemory">Bytes that this process may use.</param>
    public static MagickLimits For(long availableMemory) => new(
        Side: 131_072,
        Area: (ulong)Array.MaxLength / 3,
        Memory: (ulong)availableMemory / 2,
        Disk: 0,
        Frames: 1_024,
        Threads: 1,
        Seconds: 100);

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
