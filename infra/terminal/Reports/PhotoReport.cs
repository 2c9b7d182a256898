using System.Globalization;
using Pipeline.Core.Photos;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints what a photo says of itself, and what its uploader added: one line for each kind of facts.</summary>
public static class PhotoReport
{
    /// <summary>Maker and model of the camera, without the maker if the model begins with it; null if the photo names neither.</summary>
    public static string? GetCamera(PhotoMetadata? photo) => photo switch
    {
        null or { Make: null, Model: null } => null,
        { Make: { } make, Model: { } model } => model.StartsWith(make, StringComparison.OrdinalIgnoreCase) ? model : $"{make} {model}",
        _ => photo.Make ?? photo.Model,
    };

    internal static void Write(IAnsiConsole console, PhotoMetadata? photo, UserMetadata? user)
    {
        WriteLine(console, "taken", photo?.TakenAt);
        WriteLine(console, "camera", Join(GetCamera(photo), photo?.Lens));
        WriteLine(console, "exposure", photo is null ? null : DescribeExposure(photo));
        WriteLine(console, "place", photo?.Location is { } place ? string.Create(CultureInfo.InvariantCulture, $"{place.Latitude}, {place.Longitude}") : null);
        WriteLine(console, "title", photo?.Title);
        WriteLine(console, "text", photo?.Description);
        WriteLine(console, "keywords", photo?.Keywords is { } keywords ? string.Join("; ", keywords) : null);
        WriteLine(console, "creator", Join(photo?.Creator, photo?.Credit, photo?.Copyright));
        WriteLine(console, "rating", photo?.Rating?.ToString(CultureInfo.InvariantCulture));
        WriteLine(console, "source", photo?.DigitalSourceType?[(photo.DigitalSourceType.LastIndexOf('/') + 1)..]);
        WriteLine(console, "metadata", DescribeEntries(user?.Metadata));
        WriteLine(console, "tags", DescribeEntries(user?.Tags));
    }

    private static void WriteLine(IAnsiConsole console, string name, string? value)
    {
        if (value is not null)
        {
            console.Profile.Out.Writer.WriteLine($"  {name,-9} {TerminalText.Escape(value)}");
        }
    }

    private static string? DescribeExposure(PhotoMetadata photo) => Join(
        photo.ExposureSeconds is { } seconds
            ? seconds < 0.3 ? Format($"1/{Math.Round(1 / seconds)} s") : Format($"{seconds:0.##} s")
            : null,
        photo.FNumber is { } aperture ? Format($"f/{aperture:0.##}") : null,
        photo.Iso is { } iso ? Format($"ISO {iso}") : null,
        photo.FocalLengthMm is { } length ? Format($"{length:0.##} mm") : null,
        photo.Flash == true ? "flash" : null);

    private static string? DescribeEntries(IReadOnlyDictionary<string, string>? entries) =>
        entries is null ? null : string.Join("; ", entries.Select(entry => $"{entry.Key}={entry.Value}"));

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string? Join(params string?[] parts) => parts.OfType<string>().ToArray() is { Length: > 0 } found ? string.Join(", ", found) : null;
}
