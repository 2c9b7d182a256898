using Pipeline.Core.Renditions;

namespace Pipeline.Local.Commands;

internal static class RenditionSetFile
{
    /// <exception cref="UsageException">The file does not exist.</exception>
    /// <exception cref="InvalidRenditionSetException">The file is wrong; the message names every place.</exception>
    public static RenditionSet Read(FileInfo? file) => file switch
    {
        null => RenditionSet.Default,
        { Exists: false } => throw new UsageException($"{file} does not exist; --renditions takes a JSON file."),
        _ => RenditionSetReader.Read(File.ReadAllText(file.FullName), file.Name),
    };
}
