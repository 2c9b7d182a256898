using Pipeline.Imaging.Exif;


namespace Pipeline.Imaging.Formats;

/// <summary>
/// Recognises cameras' raw files by their first bytes. Many are TIFFs whose first directory is a thumbnail, so a reader of TIFFs would take
/// the thumbnail for the picture. Where the first bytes do not tell, a codec does, from the whole header.
/// </summary>
internal static class CameraRaw
{
    private const ushort NewSubfileType = 254;
    private const ushort Photometric = 262;
    private const ushort Make = 271;
    private const ushort Subdirectories = 330;
    private const ushort DngVersion = 50706;
    private const int ColourFilterArray = 32803;
    private const int LinearRaw = 34892;

    /// <summary>The kind of raw file: <c>a Canon raw image (CR2)</c>. Null for every other file, plain TIFFs included.</summary>
    public static string? Describe(ReadOnlySpan<byte> content) => content switch
    {
        [(byte)'I', (byte)'I', 42, 0, _, _, _, _, (byte)'C', (byte)'R', 2, ..] => "a Canon raw image (CR2)",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => DescribeTiff(content),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'c', (byte)'r', (byte)'x', (byte)' ', ..] => "a Canon raw image (CR3)",
        [(byte)'I', (byte)'I', _, 0, _, _, (byte)'H', (byte)'E', (byte)'A', (byte)'P', ..] => "a Canon raw image (CRW)",
        [(byte)'I', (byte)'I', (byte)'U', 0, ..] => "a Panasonic raw image (RW2)",
        [(byte)'I', (byte)'I', (byte)'R', (byte)'O' or (byte)'S', ..] or [(byte)'M', (byte)'M', (byte)'O', (byte)'R', ..] => "an Olympus raw image (ORF)",
        [0, (byte)'M', (byte)'R', (byte)'M', ..] => "a Minolta raw image (MRW)",
        _ when content.StartsWith("FUJIFILMCCD-RAW"u8) => "a Fujifilm raw image (RAF)",
        _ when content.StartsWith("FOVb"u8) => "a Sigma raw image (X3F)",
        _ => null,
    };

    private static string? DescribeTiff(ReadOnlySpan<byte> content)
    {
        var directory = new ExifBlock(content);
        if (Has(directory, DngVersion))
        {
            return "a raw image (DNG)";
        }

        var isThumbnail = directory.FindNumber(NewSubfileType) == 1 && Has(directory, Subdirectories) && Has(directory, Make);
        return isThumbnail || directory.FindNumber(Photometric) is ColourFilterArray or LinearRaw ? DescribeMake(directory.Find(Make, out _)) : null;
    }

    private static string DescribeMake(ReadOnlySpan<byte> make) =>
        make.StartsWith("NIKON"u8) ? "a Nikon raw image (NEF)"
        : make.StartsWith("SONY"u8) ? "a Sony raw image (ARW)"
        : make.StartsWith("PENTAX"u8) || make.StartsWith("RICOH"u8) ? "a Pentax raw image (PEF)"
        : make.StartsWith("SAMSUNG"u8) ? "a Samsung raw image (SRW)"
        : make.StartsWith("Hasselblad"u8) ? "a Hasselblad raw image (3FR)"
        : make.StartsWith("EPSON"u8) ? "an Epson raw image (ERF)"
        : make.StartsWith("Kodak"u8) || make.StartsWith("EASTMAN KODAK"u8) ? "a Kodak raw image (DCR or KDC)"
        : "a camera raw image";

    /// <summary>Whether there is the tag, even if its value lies behind the header.</summary>
    private static bool Has(ExifBlock directory, ushort tag)
    {
        directory.Find(tag, out var type);
        return type != 0;
    }
}
