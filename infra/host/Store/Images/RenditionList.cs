using System.Security.Cryptography;
using System.Text;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store.Images;

/// <summary>Lists renditions by walking the folders in order. Each folder is read and sorted only when the walk reaches it.</summary>
internal sealed class RenditionList(string root, KeyPaths paths, ObjectQuery query, CancellationToken cancellationToken)
{
    private readonly bool _startsAfterCommonPrefix = query.After is { } after && UploadList.IsCommonPrefix(after, query);

    public ObjectPage ReadPage()
    {
        var objects = new List<StoredObject>();
        var prefixes = new List<string>();
        var last = "";
        foreach (var (text, path) in Walk(FindStartFolder(out var prefix), prefix, grouped: true))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = path is null ? null : new FileInfo(path);
            if (file is { Exists: false })
            {
                // The file was removed meanwhile.
                continue;
            }

            if (objects.Count + prefixes.Count == query.Limit)
            {
                return new(objects, prefixes, last);
            }

            if (file is null)
            {
                prefixes.Add(text);
            }
            else
            {
                objects.Add(Describe(text, file.Length, file.LastWriteTimeUtc));
            }

            last = text;
        }

        return new(objects, prefixes, Next: null);
    }

    /// <summary>
    /// Metadata of a rendition. The entity tag has the form of a multipart upload's, so that no client takes it for the content's MD5.
    /// </summary>
    public static StoredObject Describe(string key, long size, DateTime modified)
    {
        var identity = Encoding.UTF8.GetBytes($"{size}/{modified.Ticks}/{key}");
        return new(key, size, $"{Convert.ToHexStringLower(SHA256.HashData(identity).AsSpan(0, 16))}-1", new(modified, TimeSpan.Zero), ContentType: null);
    }

    /// <summary>The deepest folder that contains all keys with the prefix.</summary>
    private string FindStartFolder(out string prefix)
    {
        prefix = query.Prefix[..(query.Prefix.LastIndexOf('/') + 1)];
        return prefix.Length == 0 ? root : Path.Combine(root, paths.ToFolderPath(prefix));
    }

    /// <summary>Keys with their files, and common prefixes without a file, in order.</summary>
    private IEnumerable<(string Text, string? Path)> Walk(string folder, string prefix, bool grouped)
    {
        var lastGroup = "";
        foreach (var child in ListChildren(folder))
        {
            var text = prefix + child.Text;
            if (!CanContain(text, child.IsFolder))
            {
                continue;
            }

            var hasPrefix = text.StartsWith(query.Prefix, StringComparison.Ordinal);
            var group = grouped && hasPrefix ? UploadList.GetCommonPrefix(text, query) : null;
            if (group is null)
            {
                foreach (var found in child.IsFolder ? Walk(child.Path, text, grouped) : MatchFile(text, child.Path))
                {
                    yield return found;
                }
            }
            else if (group != lastGroup && (child.IsFolder ? Walk(child.Path, text, grouped: false) : MatchFile(text, child.Path)).Any())
            {
                lastGroup = group;
                yield return (group, null);
            }
        }
    }

    /// <summary>The key with its file, if the store wrote that file for that key.</summary>
    private IEnumerable<(string Text, string? Path)> MatchFile(string key, string path) =>
        paths.ToFilePath(key) == Path.GetRelativePath(root, path) ? [(key, path)] : [];

    /// <summary>Whether a key, or a key below a folder, can be on the page.</summary>
    private bool CanContain(string text, bool isFolder)
    {
        var inPrefix = text.StartsWith(query.Prefix, StringComparison.Ordinal)
            || (isFolder && query.Prefix.StartsWith(text, StringComparison.Ordinal));
        if (!inPrefix || query.After is not { } after)
        {
            return inPrefix;
        }

        if (_startsAfterCommonPrefix && text.StartsWith(after, StringComparison.Ordinal))
        {
            return false;
        }

        return Utf8Order.Compare(text, after) > 0 || (isFolder && after.StartsWith(text, StringComparison.Ordinal));
    }

    private static List<Child> ListChildren(string folder)
    {
        var children = new List<Child>();
        Collect(folder, "", children);
        children.Sort((left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        return children;
    }

    /// <summary>A segment that is stored in pieces counts as one child, because other names may sort between its pieces.</summary>
    private static void Collect(string folder, string segmentStart, List<Child> children)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", AllEntries))
        {
            var text = new StringBuilder(segmentStart);
            if (!KeyPaths.TryDecode(entry.Name, text, out var continues))
            {
                continue;
            }

            if (continues)
            {
                Collect(entry.FullName, text.ToString(), children);
            }
            else
            {
                var isFolder = entry is DirectoryInfo;
                var segment = isFolder ? text.Append('/').ToString() : text.ToString();
                children.Add(new(segment, Encoding.UTF8.GetBytes(segment), entry.FullName, isFolder));
            }
        }
    }

    private static EnumerationOptions AllEntries => new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <param name="Text">Segment of a key, with a slash at the end if it is a folder.</param>
    /// <param name="Bytes">The segment in UTF-8, to sort by.</param>
    /// <param name="Path">Full path of the file or folder.</param>
    /// <param name="IsFolder">Whether keys continue below it.</param>
    private sealed record Child(string Text, byte[] Bytes, string Path, bool IsFolder);
}
