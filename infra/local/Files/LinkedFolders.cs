namespace Pipeline.Local.Files;

/// <summary>
/// Links to folders in a watched folder. A link that stays inside is not followed, because the files are reached on their own path; one that
/// leads out is followed on request, once for each folder, so that links cannot form a loop.
/// </summary>
/// <param name="root">The watched folder.</param>
/// <param name="dataFolder">The data folder. A link to what contains it is not followed: every upload would appear as another file to upload.</param>
/// <param name="follow">Whether to follow links that lead out of it.</param>
/// <param name="watch">Starts to watch what is below a link: the watcher of a folder does not follow its links.</param>
internal sealed class LinkedFolders(string root, string dataFolder, bool follow, Func<string, FileSystemWatcher> watch) : IDisposable
{
    private readonly Dictionary<string, (string Link, FileSystemWatcher Watcher)> _followed = [];

    /// <summary>Whether the files below a link belong to the watched folder.</summary>
    public bool TryFollow(string link)
    {
        if (!follow)
        {
            return false;
        }

        var (target, folder) = (RealPath.Resolve(link), RealPath.Resolve(root));
        if (_followed.TryGetValue(target, out var known))
        {
            // The same link is found again by every scan. Another link to the same folder would repeat its files.
            return known.Link == link;
        }

        var data = RealPath.Resolve(dataFolder);
        if (RealPath.IsInside(target, folder) || RealPath.IsInside(folder, target)
            || RealPath.IsInside(target, data) || RealPath.IsInside(data, target)
            || _followed.Keys.Any(other => RealPath.IsInside(target, other) || RealPath.IsInside(other, target)))
        {
            return false;
        }

        _followed.Add(target, (link, watch(link)));
        return true;
    }

    public void Dispose()
    {
        foreach (var (_, watcher) in _followed.Values)
        {
            watcher.Dispose();
        }
    }
}
