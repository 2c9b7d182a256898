using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Infra.Packaging;

/// <summary>
/// Zips a published function so that the same files give the same bytes: entries in order of their names, one time and one
/// set of permissions for all. An unchanged function is then no change to deploy.
/// </summary>
internal static class FunctionPackage
{
    // A regular file that everybody may read, as Lambda asks for.
    private const int EntryAttributes = 0b1_000_000_110_100_100 << 16;

    // The earliest that a zip can say.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="publishFolder">What <c>dotnet publish</c> wrote.</param>
    /// <param name="additions">Text of further entries, by name: settings that belong to a deployment, not to a build.</param>
    /// <param name="zipPath">File to write; replaced if it is there.</param>
    /// <returns>SHA-256 of the zip, in Base64, as Lambda reports it.</returns>
    /// <exception cref="InvalidOperationException">An addition has the name of a published file.</exception>
    public static string Create(string publishFolder, IReadOnlyDictionary<string, string> additions, string zipPath)
    {
        var files = Directory.EnumerateFiles(publishFolder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(publishFolder, path).Replace('\\', '/'));
        if (additions.Keys.FirstOrDefault(files.ContainsKey) is { } duplicate)
        {
            throw new InvalidOperationException($"{duplicate} is both published in {publishFolder} and added to it.");
        }

        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in files.Keys.Concat(additions.Keys).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = EntryTime;
                entry.ExternalAttributes = EntryAttributes;
                using var content = entry.Open();
                content.Write(files.TryGetValue(name, out var path) ? File.ReadAllBytes(path) : Encoding.UTF8.GetBytes(additions[name]));
            }
        }

        var bytes = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        File.WriteAllBytes(zipPath, bytes);
        return Convert.ToBase64String(SHA256.HashData(bytes));
    }
}
