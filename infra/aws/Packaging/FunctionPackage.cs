using System.IO.Compression;
using System.Security.Cryptography;

namespace Pipeline.Infra.Packaging;

/// <summary>
/// Zips a published function so that the same files give the same bytes: entries in order of their names, all with the same time and
/// permissions. Pulumi then sees no change in an unchanged function.
/// </summary>
internal static class FunctionPackage
{
    // A regular file that everybody may read (0644), as Lambda requires.
    private const int EntryAttributes = 0b1_000_000_110_100_100 << 16;

    // The earliest time that a zip can store.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip of a function.</summary>
    /// <param name="publishFolder">Output folder of <c>dotnet publish</c>.</param>
    /// <param name="additions">Content of additional entries by name: settings that belong to a deployment and not to a build.</param>
    /// <param name="zipPath">Path of the zip; an existing file is replaced.</param>
    /// <param name="isLeftOut">Whether to leave out a published file, by its path in the zip; null leaves out none.</param>
    /// <returns>SHA-256 of the zip in Base64, as Lambda reports it.</returns>
    /// <exception cref="InvalidOperationException">An additional entry has the name of a published file.</exception>
    public static string Create(string publishFolder, IReadOnlyDictionary<string, byte[]> additions, string zipPath, Func<string, bool>? isLeftOut = null)
    {
        var files = Directory.EnumerateFiles(publishFolder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(publishFolder, path).Replace('\\', '/'));
        if (additions.Keys.FirstOrDefault(files.ContainsKey) is { } duplicate)
        {
            throw new InvalidOperationException($"{duplicate} is an additional entry, but {publishFolder} already contains a file of that name. Rename one of them.");
        }

        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in files.Keys.Where(file => isLeftOut?.Invoke(file) != true).Concat(additions.Keys).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = EntryTime;
                entry.ExternalAttributes = EntryAttributes;
                using var content = entry.Open();
                content.Write(files.TryGetValue(name, out var path) ? File.ReadAllBytes(path) : additions[name]);
            }
        }

        var bytes = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        File.WriteAllBytes(zipPath, bytes);
        return Convert.ToBase64String(SHA256.HashData(bytes));
    }
}
