using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>Reads the watermarks of a rendition-set file: the file's, what its sets change of it, and what their renditions change of that.</summary>
internal sealed class WatermarkReader
{
    private static readonly string[] KnownProperties = ["file", "position", "margin", "opacity", "scale"];

    private readonly string _folder;
    private readonly Dictionary<string, WatermarkFile> _files;
    private readonly Watermark? _default;

    // True also if there is a default that has problems: then renditions that change it get none of their own.
    private readonly bool _hasDefault;

    private WatermarkReader(string folder, Dictionary<string, WatermarkFile> files, JsonField? field)
    {
        (_folder, _files, _hasDefault) = (folder, files, field is not null);
        _default = field is null ? null : ReadObject(field, inherited: null, needsFile: true);
    }

    private WatermarkReader(WatermarkReader file, Watermark? watermark, bool hasDefault)
    {
        (_folder, _files) = (file._folder, file._files);
        (_default, _hasDefault) = (watermark, hasDefault);
    }

    /// <summary>The PNGs of all watermarks of the file that have been read so far, each once.</summary>
    public IReadOnlyList<WatermarkFile> Files => _files.Count == 0 ? [] : [.. _files.Values.DistinctBy(file => file.Sha256)];

    /// <summary>Reads the file's watermark, which all renditions have if neither they nor their set says anything else.</summary>
    /// <param name="field">The watermark; null if the file has none.</param>
    /// <param name="folder">Folder where relative paths start.</param>
    public static WatermarkReader ForFile(JsonField? field, string folder) => new(folder, [], field);

    /// <summary>Reads a set's watermark: true or nothing for the file's, false for none, an object for what it changes of the file's.</summary>
    /// <returns>The reader for the set's renditions.</returns>
    public WatermarkReader ForSet(JsonField? field) => new(
        this,
        Read(field, "is true, but the file has no \"watermark\" outside of its sets; add one there, or name a \"file\" here"),
        field is null ? _hasDefault : field.Json.ValueKind != JsonValueKind.False);

    /// <summary>Reads a rendition's watermark: true or nothing for the set's, false for none, an object for what it changes of the set's.</summary>
    public Watermark? Read(JsonField? field) =>
        Read(field, "is true, but the set has no \"watermark\"; add one to the set, or name a \"file\" here");

    private Watermark? Read(JsonField? field, string nothingToSwitchOn)
    {
        switch (field?.Json.ValueKind)
        {
            case null:
                return _default;
            case JsonValueKind.False:
                return null;
            case JsonValueKind.True when !_hasDefault:
                field.AddProblem(nothingToSwitchOn);
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
            var path = Path.GetFullPath(name, _folder);
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
