using Microsoft.AspNetCore.Http;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Host.S3.Objects;

/// <summary>
/// Headers that make an object safe to serve. It shares an origin with the console, so nothing that users upload may run there: a type that
/// browsers run is never served, and browsers neither guess another type nor run scripts.
/// </summary>
internal static class ObjectHeaders
{
    private const string Unknown = "application/octet-stream";

    /// <summary>Parts of the names of media types that browsers run, or take for a part of a page.</summary>
    private static readonly string[] Active = ["html", "xml", "svg", "xsl", "script", "css", "wasm", "multipart/", "message/", "manifest", "flash"];

    /// <param name="response">The response to set the headers of. Its <c>Content-Disposition</c> may be set.</param>
    /// <param name="opened">The object, open at its start.</param>
    /// <param name="declared">The media type that its sender or the request declares; null if none.</param>
    public static void Set(HttpResponse response, OpenedObject opened, string? declared)
    {
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (IsSpecific(declared) && !IsActive(declared!))
        {
            response.ContentType = StoredHeaders.Encode(declared!);
            return;
        }

        var format = Sniff(opened.Content);
        response.ContentType = format is { } known ? RenditionFormats.ContentType(known) : Unknown;
        if (format is null && !IsDownload(response.Headers.ContentDisposition.ToString()))
        {
            response.Headers.ContentDisposition = "attachment";
        }
    }

    /// <summary>Whether a declared type says more than that there are bytes.</summary>
    private static bool IsSpecific(string? declared) => declared is not (null or "" or Unknown or "binary/octet-stream" or "application/x-www-form-urlencoded");

    private static bool IsActive(string declared) => Active.Any(part => declared.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool IsDownload(string disposition) => disposition.Split(';')[0].Trim().Equals("attachment", StringComparison.OrdinalIgnoreCase);

    private static ImageFormat? Sniff(FileStream content)
    {
        Span<byte> header = stackalloc byte[FormatSniffer.HeaderLength];
        var length = RandomAccess.Read(content.SafeFileHandle, header, fileOffset: 0);
        return FormatSniffer.Sniff(header[..length]);
    }
}
