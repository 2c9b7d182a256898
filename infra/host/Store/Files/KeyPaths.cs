using System.Text;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Converts keys to relative paths and back; README.md has the rules. No two keys share a path, even if the file system ignores case, no
/// key's file has the name of another key's folder, and no path leads out of the folder.
/// </summary>
/// <param name="rules">How names distinguish keys.</param>
internal sealed class KeyPaths(NamingRules rules)
{
    private const string ContinuationMark = "%-";
    private const char KindMark = '%';

    public NamingRules Rules => rules;

    /// <summary>Relative path of a key's file.</summary>
    public string ToFilePath(string key) => ToPath(key.Split('/'), lastIsFile: true);

    /// <summary>Relative path of the folder that contains all keys below a prefix, and nothing else.</summary>
    /// <exception cref="ArgumentException">The prefix does not end with a slash.</exception>
    public string ToFolderPath(string prefix)
    {
        if (!prefix.EndsWith('/'))
        {
            throw new ArgumentException($"The prefix '{prefix}' does not end with a slash.", nameof(prefix));
        }

        return ToPath(prefix[..^1].Split('/'), lastIsFile: false);
    }

    /// <summary>The key of a relative path; null for a file that the store did not write.</summary>
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

    /// <summary>Appends the decoded name of a file or folder.</summary>
    /// <param name="name">Name, without the folders above it.</param>
    /// <param name="segment">Receives the text.</param>
    /// <param name="continues">Whether the name is only a piece of the segment, which continues in the names below.</param>
    /// <returns>False if no key has such a name.</returns>
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
        var pieces = NameEscape.Encode(segment, rules);
        for (var index = 0; index < pieces.Count - 1; index++)
        {
            path.Append(pieces[index]).Append(ContinuationMark).Append(Path.DirectorySeparatorChar);
        }

        var last = pieces[^1];
        path.Append(last);
        if (last.Contains('.') != isFile)
        {
            // Names of files have a dot and names of folders have none. A mark on all others keeps the two apart.
            path.Append(KindMark);
        }
    }
}
