using Pipeline.Core.Imaging;
using Pipeline.Local.Commands;

namespace Pipeline.Local.Sample;

/// <summary>The photo that <c>process</c> takes when it is given none.</summary>
internal static class SampleFile
{
    public const string Key = "sample.jpg";

    /// <summary>Draws it into the data folder; the next time it is there.</summary>
    public static SourceFile Make(string dataFolder, IImageCodec codec)
    {
        var path = Path.Combine(dataFolder, "sample", Key);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Under its name only when it is whole.
            var temporary = path + ".new";
            File.WriteAllBytes(temporary, SamplePhoto.Encode(codec));
            File.Move(temporary, path, overwrite: true);
        }

        return new(path, Key);
    }
}
