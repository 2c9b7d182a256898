using System.IO.Enumeration;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Files;

namespace Pipeline.Local.Files;

/// <summary>A file to process.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Key">Its key in the uploads bucket.</param>
/// <param name="Boundary">Folder that the file must be in when its links are resolved; null if links may lead anywhere.</param>
internal sealed record SourceFile(string Path, string Key, string? Boundary = null);

/// <summary>Finds the files that the arguments name, and determines their keys.</summary>
internal static class SourceFiles
{
    /// <summary>How to compare paths: the file systems of Windows and macOS ignore case.</summary>
    public static StringComparison PathComparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// Finds files. The key of a file below the current folder is its relative path. Elsewhere, the key is the file name, or the path
    /// starting with the named folder. Skips hidden files and folders, links to folders, and everything below
    /// <paramref name="dataFolder"/>.
    /// </summary>
    /// <exception cref="UsageException">A path does not exist, a folder cannot be read, two files would get the same key, or there are no files.</exception>
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
                        $"{other.Path} and {file.Path} would both get the key {file.Key}. Name their folders instead, or process them one after the other.");
                }

                files[file.Key] = file;
            }
        }

        return files.Count > 0 ? [.. files.Values] : throw new UsageException($"There are no files in {string.Join(", ", arguments)}.");
    }

    /// <summary>Opens a file to upload.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxBytes">Largest size. It is checked again while the upload reads the file, which may grow.</param>
    /// <exception cref="NotRegularFileException">It is a pipe, a socket or a device.</exception>
    /// <exception cref="LinkOutsideException">It leads out of its boundary.</exception>
    /// <exception cref="UploadTooLargeException">It is larger than allowed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(SourceFile file, long maxBytes)
    {
        var path = file.Path;
        if (file.Boundary is { } boundary)
        {
            path = RealPath.Resolve(file.Path);
            if (!RealPath.IsInside(path, RealPath.Resolve(boundary)))
            {
                throw new LinkOutsideException(file.Path, path, boundary);
            }
        }

        var content = RegularFile.Open(path);
        if (content.Length <= maxBytes)
        {
            return content;
        }

        content.Dispose();
        throw new UploadTooLargeException(file.Key, maxBytes);
    }

    /// <summary>Lists the files below a folder, sorted by path.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dataFolder">The data folder, which is skipped.</param>
    /// <param name="shouldFollow">Whether to list the files below a link to a folder; null follows none.</param>
    /// <exception cref="UsageException">The folder or a subfolder cannot be read.</exception>
    public static IEnumerable<string> ListFiles(string folder, string dataFolder, Func<string, bool>? shouldFollow = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = HiddenAttributes };
        try
        {
            var files = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !IsHidden(entry.FileName),
                // A link to a folder can form a loop.
                ShouldRecursePredicate = (ref entry) =>
                    !IsHidden(entry.FileName)
                    && !entry.ToFullPath().Equals(dataFolder, PathComparison)
                    && (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || shouldFollow?.Invoke(entry.ToFullPath()) == true),
            };
            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Determines the key of a file. <paramref name="argument"/> is the file itself or a folder that contains it.</summary>
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

    /// <summary>Whether a file or folder of this name is hidden, on every system.</summary>
    public static bool IsHidden(ReadOnlySpan<char> name) => name.StartsWith('.');

    /// <summary>Whether the system hides a file, as Windows does with <c>desktop.ini</c>. A file that does not exist counts as hidden.</summary>
    public static bool IsHiddenBySystem(string file) => (new FileInfo(file).Attributes & HiddenAttributes) != 0;

    /// <summary>On Unix, the names of hidden files say it.</summary>
    private static FileAttributes HiddenAttributes =>
        OperatingSystem.IsWindows() ? FileAttributes.System | FileAttributes.Hidden : FileAttributes.System;

    /// <summary>Lists the files that a pattern such as <c>photos\*.jpg</c> matches. Shells of Windows leave that to programs.</summary>
    /// <param name="pattern">Full path, with <c>*</c> and <c>?</c> in the last segment.</param>
    internal static IReadOnlyList<string> ListMatches(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, Path.GetFileName(pattern), new EnumerationOptions { AttributesToSkip = HiddenAttributes })
                .Where(file => !IsHidden(Path.GetFileName(file))).Order(StringComparer.Ordinal)]
            : [];
    }

    private static IEnumerable<SourceFile> FindFiles(string argument, string dataFolder)
    {
        var path = Path.GetFullPath(argument);
        return File.Exists(path) ? [FromPath(path, argument)]
            : Directory.Exists(path) ? ListFiles(path, dataFolder).Select(file => FromPath(file, argument))
            : OperatingSystem.IsWindows() && ListMatches(path) is { Count: > 0 } matches ? matches.Select(file => FromPath(file, argument))
            : throw new UsageException($"{argument} does not exist.");
    }
}
