using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Objects;

/// <summary>The bytes of an object to read. Source: RFC 9110, section 14. Multiple ranges are ignored, as in S3.</summary>
/// <param name="First">Offset of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="IsPartial">Whether the client requested a range.</param>
internal sealed record ByteRange(long First, long Length, bool IsPartial)
{
    private const string Unit = "bytes=";

    /// <param name="header">Value of <c>Range</c>; null to read everything.</param>
    /// <param name="size">Size of the object, in bytes.</param>
    /// <exception cref="S3Exception">The range starts after the end of the object.</exception>
    public static ByteRange Parse(string? header, long size)
    {
        var all = new ByteRange(0, size, IsPartial: false);
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return all;
        }

        var ends = header[Unit.Length..].Trim().Split('-');
        if (ends.Length != 2 || !TryParse(ends[0], out var first) || !TryParse(ends[1], out var last) || (first is null && last is null) || last < first)
        {
            return all;
        }

        var (from, to) = first is { } start
            ? (start, Math.Min(last ?? long.MaxValue, size - 1))
            : (Math.Max(size - last!.Value, 0), size - 1);
        return from <= to ? new(from, to - from + 1, IsPartial: true) : throw Unsatisfiable(header, size);
    }

    private static bool TryParse(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
        {
            return true;
        }

        var parsed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return parsed;
    }

    private static S3Exception Unsatisfiable(string header, long size) => new(
        StatusCodes.Status416RangeNotSatisfiable,
        "InvalidRange",
        "The requested range is not satisfiable",
        ("RangeRequested", header),
        ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)),
        ("ContentRange", $"bytes */{size}"));
}
