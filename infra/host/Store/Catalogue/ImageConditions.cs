using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Catalogue;

/// <summary>The conditions of a query of images, with the values of its parameters.</summary>
/// <param name="values">Values of the first parameters.</param>
internal sealed class ImageConditions(params object?[] values)
{
    private readonly List<object?> _values = [.. values];
    private readonly List<string> _conditions = [];

    /// <summary>The values of all parameters, in the order of their numbers.</summary>
    public object?[] Values => [.. _values];

    /// <summary>Adds a value, and returns its parameter: <c>$2</c>.</summary>
    public string Parameter(object value)
    {
        _values.Add(value);
        return $"${_values.Count.ToString(CultureInfo.InvariantCulture)}";
    }

    public void Add(string condition) => _conditions.Add(condition);

    /// <summary>Adds what the query says of keys and photos.</summary>
    public void Add(ImageQuery query)
    {
        AddKey(query);
        AddPhotos(query.Photos ?? new());
    }

    /// <summary>The clause with all conditions; empty if there are none.</summary>
    /// <param name="further">Another condition for this clause only; null for none.</param>
    public string Where(string? further = null)
    {
        string[] all = [.. _conditions, .. further is null ? [] : new[] { further }];
        return all.Length == 0 ? "" : $"WHERE {string.Join(" AND ", all)}";
    }

    private void AddKey(ImageQuery query)
    {
        if (query.IsDirect)
        {
            var folder = ImageIds.Create(BucketNames.Uploads, query.Prefix);
            Add($"images.folder = {Parameter(folder[..(folder.LastIndexOf('/') + 1)])}");
        }

        if (query.Prefix.Length > 0)
        {
            var prefix = ImageIds.Create(BucketNames.Uploads, query.Prefix);
            Add($"images.id >= {Parameter(prefix)}");
            if (Utf8Order.PrefixUpperBound(prefix) is { } bound)
            {
                Add($"images.id < {Parameter(bound)}");
            }
        }

        if (query.Text is { Length: > 0 } text)
        {
            Add($"instr(fold(substr(images.id, instr(images.id, '/') + 1)), {Parameter(PhotoRows.Normalize(text))}) > 0");
        }
    }

    private void AddPhotos(PhotoFilter filter)
    {
        if (filter.TakenAfter is { } from)
        {
            Add($"photos.taken_at >= {Parameter(from)}");
        }

        if (filter.TakenBefore is { } before)
        {
            Add($"photos.taken_at < {Parameter(before)} AND photos.taken_at <> ''");
        }

        if (filter.Camera is { } camera)
        {
            Add($"instr(photos.camera, {Parameter(PhotoRows.Normalize(camera.Trim()))}) > 0");
        }

        if (filter.Keyword is { } keyword)
        {
            Add($"instr(photos.keywords, {Parameter(PhotoRows.FormatKeyword(keyword))}) > 0");
        }
    }
}
