using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Files;

namespace Pipeline.Local.Files;

/// <summary>Watches a folder: yields the existing files, then each file that appears or changes, once it is complete.</summary>
internal sealed class WatchedFolder
{
    // A copy in progress reports many changes a second, but nothing reports its end. A file is complete after a second without changes.
    private static readonly TimeSpan DebounceDelay = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly string _dataFolder;
    private readonly bool _follow;
    private readonly TimeProvider _time;

    /// <param name="folder">The folder to watch, including subfolders. Hidden files and folders are skipped.</param>
    /// <param name="dataFolder">The data folder, which is skipped, too.</param>
    /// <param name="follow">Whether to follow links that lead out of the folder.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="UsageException">The folder does not exist, is a file, or cannot be read.</exception>
    public WatchedFolder(DirectoryInfo folder, string dataFolder, bool follow, TimeProvider time)
    {
        _follow = follow;
        (_folder, _dataFolder, _time) = (Path.TrimEndingDirectorySeparator(folder.FullName), dataFolder, time);
        if (!folder.Exists)
        {
            throw new UsageException(File.Exists(folder.FullName)
                ? $"{folder} is a file; --watch takes a folder."
                : $"{folder} does not exist; --watch takes a folder.");
        }

        SourceFiles.ListFiles(_folder, dataFolder);
    }

    /// <summary>The option <c>--follow</c> of the commands that watch a folder.</summary>
    public static Option<bool> CreateFollowOption() => new("--follow")
    {
        Description = "Follow symbolic links that lead out of the watched folder. By default, what they lead to is reported and not uploaded.",
    };

    /// <summary>Yields files until cancelled.</summary>
    /// <exception cref="UsageException">The folder no longer exists, or can no longer be read.</exception>
    public async IAsyncEnumerable<SourceFile> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<string>();
        var mustRescan = 1;
        using var linked = new LinkedFolders(_folder, _dataFolder, _follow, Watch);
        using var watcher = Watch(_folder);

        var pending = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(DebounceDelay / 10, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Interlocked.Exchange(ref mustRescan, 0) == 1 || !Directory.Exists(_folder))
            {
                MarkChanged(SourceFiles.ListFiles(_folder, _dataFolder, linked.TryFollow), pending);
            }

            while (changes.Reader.TryRead(out var path))
            {
                MarkChanged(Directory.Exists(path) ? ListArrivedFolder(path, linked) : [path], pending);
            }

            foreach (var path in pending.Where(entry => _time.GetUtcNow() - entry.Value >= DebounceDelay).Select(entry => entry.Key).ToArray())
            {
                pending.Remove(path);
                if (IsEligible(path) && IsLocked(path))
                {
                    pending[path] = _time.GetUtcNow();
                }
                else if (IsEligible(path))
                {
                    yield return SourceFiles.FromPath(path, _folder) with { Boundary = _follow ? null : _folder };
                }
            }
        }

        FileSystemWatcher Watch(string folder)
        {
            var started = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                // The maximum that works on every drive of Windows. Other systems have no such buffer.
                InternalBufferSize = 64 << 10,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            started.Created += (_, change) => changes.Writer.TryWrite(change.FullPath);
            started.Changed += (_, change) => AddChangedFile(change.FullPath);
            started.Renamed += (_, change) => changes.Writer.TryWrite(change.FullPath);
            // With too many changes at once, the watcher loses some. The rescan yields every file again; known ones end as unchanged.
            started.Error += (_, _) => Volatile.Write(ref mustRescan, 1);
            started.EnableRaisingEvents = true;
            return started;
        }

        void AddChangedFile(string path)
        {
            // On Windows a folder changes with every file in it, so this would yield the others again.
            if (!Directory.Exists(path))
            {
                changes.Writer.TryWrite(path);
            }
        }
    }

    /// <summary>Lists the files in a folder that was moved here. The watcher reports the folder, but not its files.</summary>
    private IEnumerable<string> ListArrivedFolder(string folder, LinkedFolders linked)
    {
        try
        {
            return new DirectoryInfo(folder).LinkTarget is null || linked.TryFollow(folder)
                ? SourceFiles.ListFiles(folder, _dataFolder, linked.TryFollow)
                : [];
        }
        catch (UsageException)
        {
            // The folder has gone again, or cannot be read. Continue with the others.
            return [];
        }
    }

    private void MarkChanged(IEnumerable<string> paths, Dictionary<string, DateTimeOffset> pending)
    {
        foreach (var path in paths)
        {
            pending[path] = _time.GetUtcNow();
        }
    }

    /// <summary>Whether another program has locked the file. If so, it may still be writing, even after a second without changes.</summary>
    private static bool IsLocked(string path)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        try
        {
            using var file = RegularFile.Open(path);
            return false;
        }
        catch (IOException exception)
        {
            // On Unix, .NET reports a lock with the error of flock(2): EWOULDBLOCK, 11 on Linux and 35 on macOS.
            return exception.HResult is sharingViolation or 11 or 35;
        }
        catch (UnauthorizedAccessException)
        {
            // Opening the file for the upload reports this.
            return false;
        }
    }

    private bool IsEligible(string path) =>
        File.Exists(path)
        && !SourceFiles.IsHiddenBySystem(path)
        && !path.StartsWith(_dataFolder + Path.DirectorySeparatorChar, SourceFiles.PathComparison)
        && !Path.GetRelativePath(_folder, path).Split(Path.DirectorySeparatorChar).Any(segment => SourceFiles.IsHidden(segment));
}
