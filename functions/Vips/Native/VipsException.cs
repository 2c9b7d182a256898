using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>libvips rejected a call or failed. Inside the codec, the message is libvips' own text; what leaves the codec is in plain words.</summary>
public sealed class VipsException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>
    /// Whether memory ran out. The image may still be intact. libtiff says the same of a tag that claims more values than it accepts.
    /// </summary>
    internal bool IsOutOfMemory => Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        && !Message.Contains("out of memory reading of", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an encoder failed. The source image may still be intact.</summary>
    internal bool IsEncoderFailure { get; init; }

    /// <summary>
    /// Takes the text from libvips' error buffer and empties it. The process has one buffer: when two calls fail at the same
    /// moment, one exception may carry the text of both and the other none.
    /// </summary>
    /// <param name="operation">Name of the operation that failed, for the message if there is no text.</param>
    internal static VipsException FromErrorBuffer(string operation)
    {
        var buffer = LibVips.ErrorBufferCopy();
        try
        {
            var lines = (Marshal.PtrToStringUTF8(buffer) ?? string.Empty)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct();
            var text = string.Join("; ", lines);
            return new VipsException(text.Length > 0 ? text : $"{operation} failed without a message");
        }
        finally
        {
            LibVips.Free(buffer);
        }
    }
}
