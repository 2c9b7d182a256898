using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>Reads the watermarks of a rendition-set file: the set's own, and what renditions change of it.</summary>
/// <param name="folder">Folder where relative paths start.</param>
internal sealed class WatermarkReader(string folder)
{
    private static readonly string[] KnownProperties = ["file", "position", "margin", "opacity", "scale"];

    private readonly Dictionary<string, WatermarkFile> _files = [];
    private Watermark? _default;
    private bool _hasDefault;

    /// <summary>The files of all watermarks read so far, each once.</summary>
    public IReadOnlyList<WatermarkFile> Files => _files.Count == 0 ? [] : [.. _files.Values.DistinctBy(file => file.Sha256)];

    /// <summary>Reads the set's watermark, which all renditions have that say nothing else.</summary>
    public void ReadDefault(JsonField? field)
    {
        _hasDefault = field is not null;
        _default = field is null ? null : ReadObject(field, inherited: null, needsFile: true);
    }

    /// <summary>Reads a rendition's watermark: true or nothing for the set's, false for none, an object for what it changes of the set's.</summary>
    public Watermark? Read(JsonField? field)
    {
        switch (field?.Json.ValueKind)
        {
            case null:
                return _default;
            case JsonValueKind.False:
                return null;
            case JsonValueKind.True when !_hasDefault:
                field.AddProblem("is true, but the set has no \"watermark\"; add one to the set, or name a \"file\" here");
                return null;
            case JsonValueKind.True:
                return _default;
            case JsonValueKind.Object:
                return ReadObject(field, _default, needsFile: !_hasDefault);
            default:
                field.AddValueProblem("it must be true, false or an object");
                return null;
        }
    }

    private Watermark? ReadObject(JsonField field, Watermark? inherited, bool needsFile)
    {
        if (field.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        if (needsFile && !properties.ContainsKey("file"))
        {
            field.AddProblem("has no \"file\"; it must name a PNG");
        }

        var sha256 = properties.TryGetValue("file", out var file) ? ReadFile(file) : inherited?.Sha256;
        var defaults = inherited ?? new Watermark("");
        return new(
            sha256 ?? "",
            properties.GetValueOrDefault("position")?.ReadKeyword(RenditionKeywords.Positions) ?? defaults.Position,
            properties.GetValueOrDefault("margin")?.ReadInteger(0, GeometryPlanner.MaxDimension) ?? defaults.Margin,
            properties.GetValueOrDefault("opacity")?.ReadNumber(0, 1) ?? defaults.Opacity,
            properties.GetValueOrDefault("scale")?.ReadNumber(Watermark.MinScale, 1) ?? defaults.Scale);
    }

    /// <returns>The content's SHA-256; null if the file is not a valid watermark.</returns>
    private string? ReadFile(JsonField field)
    {
        if (field.ReadString() is not { } name)
        {
            return null;
        }

        try
        {
            var path = Path.GetFullPath(name, folder);
            if (_files.TryGetValue(path, out var known))
            {
                return known.Sha256;
            }

            using var stream = File.OpenRead(path);
            if (stream.Length > Watermark.MaxBytes)
            {
                AddProblem(field, string.Create(CultureInfo.InvariantCulture, $"has {stream.Length:N0} bytes; at most {Watermark.MaxBytes:N0} are allowed"));
                return null;
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (FindProblem(content) is { } problem)
            {
                AddProblem(field, problem);
                return null;
            }

            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
            _files.Add(path, new(sha256, path, content));
            return sha256;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            AddProblem(field, $"cannot be read: {exception.Message}");
            return null;
        }
    }

    private static string? FindProblem(ReadOnlySpan<byte> content)
    {
        if (FormatSniffer.Sniff(content) != ImageFormat.Png)
        {
            return $"is {FormatSniffer.Sniff(content)?.DisplayName() ?? FormatSniffer.Describe(content)}, judging by its content; it must be a PNG";
        }

        // The first chunk is IHDR: its length and type, then width and height. Source: PNG specification, third edition, section 11.2.1.
        if (content.Length < 33 || !content[12..].StartsWith("IHDR"u8))
        {
            return "is a damaged PNG";
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(content[16..]), BinaryPrimitives.ReadUInt32BigEndian(content[20..]));
        return width is >= 1 and <= Watermark.MaxDimension && height is >= 1 and <= Watermark.MaxDimension
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has {width} × {height} pixels; 1 to {Watermark.MaxDimension} on either side are allowed");
    }

    private static void AddProblem(JsonField file, string problem) => file.AddProblem($"is {file.Json.GetRawText()}, which {problem}");
}
