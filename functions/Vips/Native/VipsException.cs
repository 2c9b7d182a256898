using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>libvips refused or failed; the message is its own text.</summary>
public sealed class VipsException(string message) : Exception(message)
{
    /// <summary>Whether memory ran out, which says nothing against the image.</summary>
    internal bool IsOutOfMemory => Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an encoder failed, which says nothing against the image either.</summary>
    internal bool IsEncoderFailure { get; init; }

    /// <summary>
    /// Takes what libvips has written to its error buffer, and empties it. The buffer is one for the process: when two
    /// calls fail in the same moment, the text of both may be in one exception and none in the other's.
    /// </summary>
    /// <param name="operation">What failed, for when there is no text.</param>
    internal static VipsException FromErrorBuffer(string operation)
    {
        var buffer = LibVips.ErrorBufferCopy();
        try
        {
            var lines = (Marshal.PtrToStringUTF8(buffer) ?? string.Empty)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct();
            var text = string.Join("; ", lines);
            return new VipsException(text.Length > 0 ? text : $"{operation} failed without saying why");
        }
        finally
        {
            LibVips.Free(buffer);
        }
    }
}
