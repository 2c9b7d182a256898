using System.Globalization;

namespace Pipeline.Host.Store.Records;

/// <summary>
/// The photos to list: those that match all members. A member that is null matches every image. Dates are compared as the camera's clock
/// showed them, whatever the offset.
/// </summary>
/// <param name="TakenAfter">Taken at this date or later: <c>2025</c>, <c>2025-06</c>, <c>2025-06-07</c> or <c>2025-06-07T18:30</c>.</param>
/// <param name="TakenBefore">Taken before this date.</param>
/// <param name="Camera">Part of maker and model of the camera, in upper or lower case.</param>
/// <param name="Keyword">One of the keywords, in upper or lower case.</param>
public sealed record PhotoFilter(string? TakenAfter = null, string? TakenBefore = null, string? Camera = null, string? Keyword = null)
{
    /// <summary>What a date must be, for messages.</summary>
    public const string DateSyntax = "a date such as 2025, 2025-06, 2025-06-07 or 2025-06-07T18:30";

    private static readonly string[] Forms = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>Whether the text is a date of the calendar, in one of the forms of <see cref="DateSyntax"/>.</summary>
    public static bool IsDate(string text) => DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
