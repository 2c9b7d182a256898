using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>
/// Removes entries that readers may ignore, but on which libtiff reports an error instead: private tags of an unknown field type,
/// values out of range that have a sensible default, links to metadata that is not there. The pixels do not depend on them.
/// </summary>
public static class TiffRepair
{
    private const int MaxDirectories = 1024;
    private const ushort Orientation = 274;
    private const ushort ResolutionUnit = 296;
    private const ushort ExifLink = 34665;
    private const ushort GpsLink = 34853;

    /// <summary>Copies the file without these entries.</summary>
    /// <returns>Null if the file has none of them; it is then not copied, and no more of it is read than its directories.</returns>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[]? Apply(ImageSource source)
    {
        byte[]? repaired = null;
        var directory = TiffDirectory.ReadFirst(source);
        for (var i = 0; i < MaxDirectories && directory is not null; i++)
        {
            if (FindEntries(directory) is { Count: > 0 } entries)
            {
                repaired ??= source.ToMemory().ToArray();
                directory.RemoveEntries(repaired, entries);
            }

            directory = directory.ReadAt(directory.NextDirectory);
        }

        return repaired;
    }

    private static List<int> FindEntries(TiffDirectory directory) =>
        directory.IsComplete ? [.. Enumerable.Range(0, directory.Count).Where(index => IsUnreadable(directory, index))] : [];

    private static bool IsUnreadable(TiffDirectory directory, int index) => !TiffDirectory.IsKnownType(directory.GetFieldType(index))
        || directory.GetTag(index) switch
        {
            Orientation => directory.GetNumber(Orientation, 0) is < 1 or > 8,
            ResolutionUnit => directory.GetNumber(ResolutionUnit, 0) is < 1 or > 3,
            ExifLink or GpsLink => directory.ReadAt((ulong)directory.GetNumber(directory.GetTag(index), 0)) is not { Count: > 0 },
            _ => false,
        };
}
