namespace Pipeline.Local.Files;

/// <summary>Where paths lead when every symbolic link in them is resolved.</summary>
internal static class RealPath
{
    // As Linux. A path with more links is a loop.
    private const int MaxLinks = 40;

    /// <exception cref="IOException">The links form a loop.</exception>
    public static string Resolve(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a resolved path is a resolved folder or lies below it.</summary>
    public static bool IsInside(string path, string folder) =>
        path.Equals(folder, SourceFiles.PathComparison)
        || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, SourceFiles.PathComparison);

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var candidate = Path.Combine(Resolve(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(candidate).LinkTarget is not { } target)
        {
            return candidate;
        }

        return ++links <= MaxLinks
            ? Resolve(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(candidate)!, target)), ref links)
            : throw new IOException($"{path} cannot be read: its symbolic links form a loop.");
    }
}
