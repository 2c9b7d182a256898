namespace Pipeline.Local.Commands;

/// <summary>A file to process and the key that it gets in the uploads bucket.</summary>
internal sealed record SourceFile(string Path, string Key);

/// <summary>Finds the files that arguments name, and their keys.</summary>
internal static class SourceFiles
{
    /// <summary>
    /// Below the current folder the key is the relative path; elsewhere it is the file's name, or the path from the named folder
    /// on. Hidden files and folders are passed over; so is whatever is below <paramref name="dataFolder"/>.
    /// </summary>
    /// <exception cref="UsageException">A path does not exist, two files would get one key, or nothing is there.</exception>
    public static IReadOnlyList<SourceFile> Find(IEnumerable<string> arguments, string dataFolder)
    {
        var current = Directory.GetCurrentDirectory();
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            foreach (var file in FilesOf(argument, Path.GetFullPath(dataFolder)))
            {
                var key = KeyOf(file, argument, current);
                if (files.TryGetValue(key, out var other) && other.Path != file)
                {
                    throw new UsageException($"{other.Path} and {file} would both get the key {key}; name their folders instead, or process them one after the other.");
                }

                files[key] = new(file, key);
            }
        }

        return files.Count > 0 ? [.. files.Values] : throw new UsageException($"There is no file in {string.Join(", ", arguments)}.");
    }

    /// <summary>Key of a file found below <paramref name="argument"/>, itself a file or a folder.</summary>
    public static string KeyOf(string file, string argument, string currentFolder)
    {
        var relative = Path.GetRelativePath(currentFolder, file);
        if (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument));
            relative = Path.GetRelativePath(Path.GetDirectoryName(root) ?? root, file);
        }

        return relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static IEnumerable<string> FilesOf(string argument, string dataFolder)
    {
        var path = Path.GetFullPath(argument);
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"{argument} does not exist.");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        return Directory.EnumerateFiles(path, "*", options)
            .Where(file => !IsHidden(Path.GetRelativePath(path, file)) && !file.StartsWith(dataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static bool IsHidden(string relative) =>
        relative.Split(Path.DirectorySeparatorChar).Any(segment => segment.StartsWith('.'));
}
