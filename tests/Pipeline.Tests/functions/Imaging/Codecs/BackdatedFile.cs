using Pipeline.Imaging.Codecs;

namespace Pipeline.Tests.Imaging.Codecs;

/// <summary>A file written an hour ago, so that any change to it shows in its time: clocks of file systems tick in milliseconds.</summary>
internal static class BackdatedFile
{
    public static ImageSource Open(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return ImageSource.OpenFile(path);
    }
}
