using Pipeline.Imaging.Pictures;

namespace Pipeline.Core.Renditions;

/// <summary>What a rendition-set file may say outside of its sets, and again in each set.</summary>
/// <param name="KeepCopyright">As in <see cref="RenditionSet"/>.</param>
/// <param name="Colours">As in <see cref="RenditionSet"/>.</param>
/// <param name="Watermarks">Reads watermarks of the set's renditions.</param>
internal sealed record RenditionSetOptions(bool KeepCopyright, Gamut Colours, WatermarkReader Watermarks)
{
    /// <summary>Reads the options of the file.</summary>
    /// <param name="properties">Properties of the file.</param>
    /// <param name="folder">Folder where relative paths of watermarks start.</param>
    public static RenditionSetOptions ReadFile(IReadOnlyDictionary<string, JsonField> properties, string folder) => new(
        properties.GetValueOrDefault("keepCopyright")?.ReadBoolean() ?? false,
        properties.GetValueOrDefault("colours")?.ReadKeyword(RenditionKeywords.Gamuts) ?? Gamut.Srgb,
        WatermarkReader.ForFile(properties.GetValueOrDefault("watermark"), folder));

    /// <summary>Reads the options of one of the file's sets: these, unless the set has its own.</summary>
    /// <param name="properties">Properties of the set.</param>
    public RenditionSetOptions ReadSet(IReadOnlyDictionary<string, JsonField> properties) => new(
        properties.GetValueOrDefault("keepCopyright")?.ReadBoolean() ?? KeepCopyright,
        properties.GetValueOrDefault("colours")?.ReadKeyword(RenditionKeywords.Gamuts) ?? Colours,
        Watermarks.ForSet(properties.GetValueOrDefault("watermark")));
}
