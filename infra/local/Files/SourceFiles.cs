using System.IO.Enumeration;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Files;

/// <summary>A file to process and the key that it gets in the uploads bucket.</summary>
internal sealed record SourceFile(string Path, string Key);

/// <summary>Finds the files that arguments name, and their keys.</summary>
internal static class SourceFiles
{
    /// <summary>
    /// Below the current folder the key is the relative path; elsewhere it is the file's name, or the path from the named folder
    /// on. In folders, hidden files and folders, links to folders, and what is below <paramref name="dataFolder"/> are passed over.
    /// </summary>
    /// <exception cref="UsageException">A path does not exist, a folder cannot be read, two files would get one key, or nothing is there.</exception>
    public static IReadOnlyList<SourceFile> Find(IEnumerable<string> arguments, string dataFolder)
    {
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            foreach (var file in FindFiles(argument, dataFolder))
            {
                if (files.TryGetValue(file.Key, out var other) && other.Path != file.Path)
                {
                    throw new UsageException(
                        $"{other.Path} and {file.Path} would both get the key {file.Key}; name their folders instead, or process them one after the other.");
                }

                files[file.Key] = file;
            }
        }

        return files.Count > 0 ? [.. files.Values] : throw new UsageException($"There is no file in {string.Join(", ", arguments)}.");
    }

    /// <summary>Opens a file to be uploaded.</summary>
    public static FileStream Open(SourceFile file) =>
        new(file.Path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });

    /// <summary>Files below a folder, in order.</summary>
    /// <exception cref="UsageException">The folder, or one in it, cannot be read.</exception>
    public static IEnumerable<string> ListFiles(string folder, string dataFolder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.System };
        try
        {
            var files = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !IsHidden(entry.FileName),
                // A link to a folder may lead back to where it is found.
                ShouldRecursePredicate = (ref entry) =>
                    !IsHidden(entry.FileName) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.ToFullPath() != dataFolder,
            };
            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The file with its key; <paramref name="argument"/> is itself a file or a folder.</summary>
    public static SourceFile FromPath(string file, string argument)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
        if (relative.Split(Path.DirectorySeparatorChar)[0] == ".." || Path.IsPathRooted(relative))
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument));
            relative = Path.GetRelativePath(Path.GetDirectoryName(root) ?? root, file);
        }

        return new(file, relative.Replace(Path.DirectorySeparatorChar, '/'));
    }

    public static bool IsHidden(ReadOnlySpan<char> name) => name.StartsWith('.');

    private static IEnumerable<SourceFile> FindFiles(string argument, string dataFolder)
    {
        var path = Path.GetFullPath(argument);
        return File.Exists(path) ? [FromPath(path, argument)]
            : Directory.Exists(path) ? ListFiles(path, dataFolder).Select(file => FromPath(file, argument))
            : throw new UsageException($"{argument} does not exist.");
    }
}
