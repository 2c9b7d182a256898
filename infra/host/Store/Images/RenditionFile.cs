using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;

namespace Pipeline.Host.Store.Images;

/// <summary>Compares the file of a rendition with its record. People delete, cut and overwrite files by hand.</summary>
internal static class RenditionFile
{
    /// <summary>Whether a file has the size that the record says, and is an image of its format judging by its first bytes.</summary>
    public static bool IsIntact(FileInfo file, RenditionRecord rendition)
    {
        if (!file.Exists || file.Length != rendition.Bytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[64];
        using var content = file.OpenRead();
        var length = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return FormatSniffer.Sniff(header[..length]) == rendition.Format;
    }
}
