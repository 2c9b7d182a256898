using Microsoft.AspNetCore.Http;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Host.S3.Objects;

/// <summary>
/// Headers that make an object safe to serve. It shares an origin with the console, so nothing that users upload may run there: images get
/// the type that their bytes show, everything else is a download, and browsers neither guess another type nor run scripts.
/// </summary>
internal static class ObjectHeaders
{
    /// <param name="response">The response to set the headers of.</param>
    /// <param name="opened">The object, open at its start.</param>
    /// <param name="disposition">The <c>Content-Disposition</c> that the client requests. Used only if it is a download.</param>
    public static void Set(HttpResponse response, OpenedObject opened, string? disposition)
    {
        var format = Sniff(opened.Content);
        response.ContentType = format is { } known ? RenditionFormats.ContentType(known) : "application/octet-stream";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (disposition is not null && IsDownload(disposition))
        {
            response.Headers.ContentDisposition = disposition;
        }
        else if (format is null)
        {
            response.Headers.ContentDisposition = "attachment";
        }
    }

    private static bool IsDownload(string disposition) =>
        disposition.Split(';')[0].Trim().Equals("attachment", StringComparison.OrdinalIgnoreCase) && disposition.All(letter => letter is >= ' ' and <= '~');

    private static ImageFormat? Sniff(FileStream content)
    {
        Span<byte> header = stackalloc byte[FormatSniffer.HeaderLength];
        var length = RandomAccess.Read(content.SafeFileHandle, header, fileOffset: 0);
        return FormatSniffer.Sniff(header[..length]);
    }
}
