using System.ComponentModel;

namespace Pipeline.Http.Contracts;

/// <summary>One page of a list.</summary>
/// <param name="Images">The images. A page may have fewer than asked for, even none, and still have a cursor.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
[Description("One page of a list.")]
public sealed record ImageListResponse(
    [property: Description("The images. A page may have fewer than asked for, even none, and still have a cursor.")] IReadOnlyList<ImageResponse> Images,
    [property: Description("Where the next page begins; null on the last.")] string? Cursor);
