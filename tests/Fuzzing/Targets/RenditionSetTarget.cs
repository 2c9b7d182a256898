using System.Text;
using Pipeline.Core.Renditions;

namespace Pipeline.Fuzzing.Targets;

/// <summary>The file of a rendition set.</summary>
internal sealed class RenditionSetTarget : Target
{
    public override string Name => "renditions";

    public override IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"renditions\"", "\"sets\"", "\"prefix\"", "\"name\"", "\"width\"", "\"height\"", "\"fit\"", "\"cover\"", "\"gravity\"", "\"focal\"", "\"format\"", "\"avif\"", "\"same\"",
        "\"quality\"", "\"effort\"", "\"background\"", "\"#00000000\"", "\"enlarge\"", "\"animation\"", "\"watermark\"", "\"file\"", "\"position\"", "\"margin\"", "\"opacity\"", "\"scale\"", "\"keepCopyright\"", "\"colours\"", "true", "null", "\\ud800", "\\u0000",
    ];

    public override Task RunAsync(byte[] input)
    {
        try
        {
            RenditionSetReader.Read(Encoding.UTF8.GetString(input), "renditions.json", Path.Combine(AppContext.BaseDirectory, "corpus", "renditions"));
        }
        catch (InvalidRenditionSetException)
        {
            // As the contract says.
        }

        return Task.CompletedTask;
    }
}
