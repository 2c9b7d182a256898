using Microsoft.AspNetCore.Mvc;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Contracts;

/// <summary>Which images to list, as URLs give it. What is absent or empty matches every image.</summary>
/// <param name="Status">Name of a status, or <c>all</c>. Absent: ready.</param>
/// <param name="Prefix">Keys begin with it.</param>
/// <param name="Delimiter"><c>/</c>: only keys of the folder itself.</param>
/// <param name="Text">Part of the key.</param>
/// <param name="Sort"><c>updated</c>, <c>taken</c>, <c>name</c> or <c>size</c>. Absent: a filter of photos sorts by when they were taken, others by the last change.</param>
/// <param name="Order"><c>asc</c> or <c>desc</c>. Absent: names from A to Z, otherwise the newest or largest first.</param>
/// <param name="TakenAfter">Taken at this date or later.</param>
/// <param name="TakenBefore">Taken before this date.</param>
/// <param name="Camera">Part of maker and model of the camera.</param>
/// <param name="Keyword">A keyword.</param>
internal sealed record ImageSearchRequest(
    [FromQuery(Name = "status")] string? Status, [FromQuery(Name = "prefix")] string? Prefix, [FromQuery(Name = "delimiter")] string? Delimiter,
    [FromQuery(Name = "text")] string? Text, [FromQuery(Name = "sort")] string? Sort, [FromQuery(Name = "order")] string? Order,
    [FromQuery(Name = "takenAfter")] string? TakenAfter, [FromQuery(Name = "takenBefore")] string? TakenBefore, [FromQuery(Name = "camera")] string? Camera,
    [FromQuery(Name = "keyword")] string? Keyword)
{
    private const string AllStatuses = "all";

    /// <exception cref="ArgumentException">A value is not valid. The message begins with its name.</exception>
    public ImageQuery ToQuery()
    {
        if (Order is not (null or "" or "asc" or "desc"))
        {
            throw new ArgumentException($"order is '{Order}'; it must be asc or desc.");
        }

        if (Delimiter is not (null or "" or "/"))
        {
            throw new ArgumentException($"delimiter is '{Delimiter}'; it must be /.");
        }

        var photos = new PhotoFilter(ParseDate("takenAfter", TakenAfter), ParseDate("takenBefore", TakenBefore), GivenOrNull(Camera), GivenOrNull(Keyword));
        var sort = ParseSort() ?? (photos == new PhotoFilter() ? ImageSort.Updated : ImageSort.Taken);
        return new(
            ParseStatus(), Prefix ?? "", Delimiter == "/", GivenOrNull(Text)?.Trim(), sort,
            Order == "asc" || (sort == ImageSort.Name && Order != "desc"), photos);
    }

    private ImageStatus? ParseStatus()
    {
        if (AllStatuses.Equals(Status, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Enum.TryParse<ImageStatus>(Status ?? nameof(ImageStatus.Ready), ignoreCase: true, out var status) && Enum.IsDefined(status)
            ? status
            : throw new ArgumentException($"status is '{Status}'; it must be all, processing, ready, rejected, failed, quarantined or deleted.");
    }

    private ImageSort? ParseSort()
    {
        if (string.IsNullOrEmpty(Sort))
        {
            return null;
        }

        return Enum.TryParse<ImageSort>(Sort, ignoreCase: true, out var sort) && Enum.IsDefined(sort) && !char.IsDigit(Sort[0])
            ? sort
            : throw new ArgumentException($"sort is '{Sort}'; it must be updated, taken, name or size.");
    }

    private static string? ParseDate(string name, string? date) => GivenOrNull(date) is not { } given ? null
        : PhotoFilter.IsDate(given) ? given
        : throw new ArgumentException($"{name} is '{given}'; it must be {PhotoFilter.DateSyntax}.");

    private static string? GivenOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
