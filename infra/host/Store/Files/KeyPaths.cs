using System.Text;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Key to path below a folder and back; README.md tells the rules. No two keys share a path, even where case is folded,
/// no path is a folder of another's file, and none leaves the folder.
/// </summary>
/// <param name="isCaseInsensitive">Whether the file system holds names that differ in case only for the same.</param>
internal sealed class KeyPaths(bool isCaseInsensitive)
{
    private const string ContinuationMark = "%-";
    private const char KindMark = '%';

    public bool IsCaseInsensitive => isCaseInsensitive;

    /// <summary>Relative path of the file of a key.</summary>
    public string ToFilePath(string key) => ToPath(key.Split('/'), lastIsFile: true);

    /// <summary>Relative path of the folder that holds all keys below a prefix, and nothing else.</summary>
    /// <exception cref="ArgumentException">The prefix does not end with a slash.</exception>
    public string ToFolderPath(string prefix)
    {
        if (!prefix.EndsWith('/'))
        {
            throw new ArgumentException($"The prefix '{prefix}' does not end with a slash.", nameof(prefix));
        }

        return ToPath(prefix[..^1].Split('/'), lastIsFile: false);
    }

    /// <summary>The key of a relative path; null for a file that the store did not put there.</summary>
    public string? ToKey(string path)
    {
        var key = new StringBuilder();
        var names = path.Split(Path.DirectorySeparatorChar);
        for (var index = 0; index < names.Length; index++)
        {
            if (!TryDecode(names[index], key, out var continues))
            {
                return null;
            }

            if (!continues && index < names.Length - 1)
            {
                key.Append('/');
            }
        }

        var found = key.ToString();
        return ToFilePath(found) == path ? found : null;
    }

    /// <summary>Appends what the name of a file or folder stands for.</summary>
    /// <param name="name">Name, without the folders above it.</param>
    /// <param name="segment">Gets the text.</param>
    /// <param name="continues">Whether it is a piece: the segment goes on in the names below.</param>
    /// <returns>False when no key makes such a name.</returns>
    public static bool TryDecode(string name, StringBuilder segment, out bool continues)
    {
        continues = name.EndsWith(ContinuationMark, StringComparison.Ordinal);
        return NameEscape.TryDecode(continues ? name[..^ContinuationMark.Length] : name.TrimEnd(KindMark), segment);
    }

    private string ToPath(string[] segments, bool lastIsFile)
    {
        var path = new StringBuilder();
        for (var index = 0; index < segments.Length; index++)
        {
            if (index > 0)
            {
                path.Append(Path.DirectorySeparatorChar);
            }

            Append(path, segments[index], isFile: lastIsFile && index == segments.Length - 1);
        }

        return path.ToString();
    }

    private void Append(StringBuilder path, string segment, bool isFile)
    {
        var pieces = NameEscape.Encode(segment, isCaseInsensitive);
        for (var index = 0; index < pieces.Count - 1; index++)
        {
            path.Append(pieces[index]).Append(ContinuationMark).Append(Path.DirectorySeparatorChar);
        }

        var last = pieces[^1];
        path.Append(last);
        if (last.Contains('.') != isFile)
        {
            // Files have a dot in their names and folders none; the odd one is marked, so that the two never meet.
            path.Append(KindMark);
        }
    }
}
