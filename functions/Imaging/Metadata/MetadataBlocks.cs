namespace Pipeline.Imaging.Metadata;

/// <summary>The blocks of metadata in a file, as stored. Of several blocks of a kind, the first counts, as in browsers.</summary>
internal sealed record MetadataBlocks
{
    /// <summary>Maximum size of one block in bytes. A larger one is passed over.</summary>
    public const int MaxBlockBytes = 4 << 20;

    public static MetadataBlocks None { get; } = new();

    /// <summary>EXIF: a TIFF file, with or without <c>Exif\0\0</c> before it.</summary>
    public ReadOnlyMemory<byte> Exif { get; init; }

    /// <summary>IPTC data sets.</summary>
    public ReadOnlyMemory<byte> Iptc { get; init; }

    /// <summary>An XMP packet.</summary>
    public ReadOnlyMemory<byte> Xmp { get; init; }
}
