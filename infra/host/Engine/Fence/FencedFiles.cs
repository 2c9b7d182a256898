using Pipeline.Imaging.Codecs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>Names opened files to fenced processes.</summary>
internal static class FencedFiles
{
    /// <exception cref="NotSupportedException">The content is not that of a file.</exception>
    public static FencedFile Describe(ImageSource source) =>
        new(source.FilePath ?? throw new NotSupportedException("A fenced process reads files only."), source.Length, source.LastWrite);
}
