using Pipeline.Core.Renditions;

namespace Pipeline.Local.Commands;

internal static class RenditionSetFile
{
    /// <exception cref="UsageException">The file cannot be read.</exception>
    /// <exception cref="InvalidRenditionSetException">The file is wrong; the message names every place.</exception>
    public static RenditionSet Read(FileInfo? file) =>
        file is null ? RenditionSet.Default : RenditionSetReader.Read(InputFile.Text(file), file.Name);
}
