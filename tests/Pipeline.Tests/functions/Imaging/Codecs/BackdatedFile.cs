using Pipeline.Imaging.Codecs;

namespace Pipeline.Tests.Imaging.Codecs;

/// <summary>A file written an hour ago, so that any change shows in its timestamp: file systems record milliseconds only.</summary>
internal static class BackdatedFile
{
    public static ImageSource Open(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return ImageSource.OpenFile(path);
    }
}
