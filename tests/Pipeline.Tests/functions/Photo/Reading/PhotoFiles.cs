using Pipeline.Core.Photos;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Photo.Reading;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>A small file of every format that holds metadata, and how tests read it.</summary>
internal static class PhotoFiles
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Bytes of each file by its ending, without metadata.</summary>
    public static IReadOnlyDictionary<string, byte[]> Plain { get; } = new Dictionary<string, byte[]>
    {
        ["jpg"] = SyntheticImages.Jpeg(16, 8),
        ["png"] = SyntheticImages.Png(16, 8),
        ["webp"] = Encode(ImageFormat.WebP),
        ["avif"] = Encode(ImageFormat.Avif),
        ["heic"] = HeicPictures.Quarters,
        ["tif"] = new ExifFile().WritePicture(4, 2, new byte[4 * 2 * 3]),
    };

    public static PhotoMetadata Read(byte[] file, KeepLocation keepLocation = KeepLocation.Off)
    {
        using var source = new ImageSource(file);
        return Read(source, keepLocation);
    }

    /// <summary>Reads bytes as a format, even if they are none of it.</summary>
    public static PhotoMetadata ReadAs(ImageFormat format, byte[] file, KeepLocation keepLocation)
    {
        using var source = new ImageSource(file);
        return new PhotoReader(new FixedTime()).Read(source, format, keepLocation);
    }

    public static PhotoMetadata ReadFile(string path, KeepLocation keepLocation = KeepLocation.Off)
    {
        using var source = ImageSource.OpenFile(path);
        return Read(source, keepLocation);
    }

    public static PhotoMetadata Read(ImageSource source, KeepLocation keepLocation) =>
        new PhotoReader(new FixedTime()).Read(source, FormatSniffer.Sniff(source.Header)!.Value, keepLocation);

    /// <summary>Writes the plain files into a folder.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> WriteTo(string folder, params IEnumerable<string> endings)
    {
        var paths = endings.Select(ending => (Ending: ending, Path: Path.Combine(folder, $"photo.{ending}"))).ToArray();
        foreach (var (ending, path) in paths)
        {
            File.WriteAllBytes(path, Plain[ending]);
        }

        return [.. paths.Select(file => file.Path)];
    }

    private static byte[] Encode(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(16, 8);
        return new VipsCodec().Encode(picture, new EncodeOptions(format, 90));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
