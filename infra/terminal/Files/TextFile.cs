using System.Text;

namespace Pipeline.Terminal.Files;

/// <summary>Reads text without guessing: what is not UTF-8 is an error with its place, and what never ends is an error, too.</summary>
public static class TextFile
{
    /// <summary>Maximum size, in bytes: more than any definition, rendition set or response that the programs accept.</summary>
    public const int MaxBytes = 64 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a regular file, or a pipe that a shell has opened for this process (<c>&lt;(…)</c>).</summary>
    /// <exception cref="FormatException">It is not UTF-8, or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string path)
    {
        using var file = IsInherited(path) ? File.OpenRead(path) : RegularFile.Open(path);
        return Read(file);
    }

    /// <exception cref="FormatException">The content is not UTF-8, or too large.</exception>
    public static string Read(Stream content)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (content.Read(buffer) is > 0 and var count)
        {
            if (bytes.Length + count > MaxBytes)
            {
                throw new FormatException($"is larger than {MaxBytes} bytes");
            }

            bytes.Write(buffer, 0, count);
        }

        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Decodes UTF-8, or UTF-16 with a byte order mark, as editors on Windows write it.</summary>
    /// <exception cref="FormatException">The bytes are not text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var (encoding, mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Strict, 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            _ => ((Encoding)Strict, 0),
        };
        try
        {
            return encoding.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException($"is not text in UTF-8: byte {exception.Index + mark + 1} is not valid", exception);
        }
    }

    /// <summary>Whether a path names what the process has open already, so that opening it cannot wait.</summary>
    private static bool IsInherited(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal) || path == "/dev/stdin");
}
