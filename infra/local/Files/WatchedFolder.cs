using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Files;

/// <summary>The files of a folder: those that are there, then each that appears or changes, once it is whole.</summary>
internal sealed class WatchedFolder
{
    // A copy under way reports changes many times a second. Nobody tells when it is whole: a second of quiet is the sign.
    private static readonly TimeSpan DebounceDelay = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly string _dataFolder;
    private readonly TimeProvider _time;

    /// <param name="folder">What to watch, with all folders in it.</param>
    /// <param name="dataFolder">Passed over, and all below it; so are hidden files and folders.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="UsageException">It is no folder, or cannot be read.</exception>
    public WatchedFolder(DirectoryInfo folder, string dataFolder, TimeProvider time)
    {
        (_folder, _dataFolder, _time) = (Path.TrimEndingDirectorySeparator(folder.FullName), dataFolder, time);
        if (!folder.Exists)
        {
            throw new UsageException(File.Exists(folder.FullName)
                ? $"{folder} is a file; --watch takes a folder."
                : $"{folder} does not exist; --watch takes a folder.");
        }

        SourceFiles.ListFiles(_folder, dataFolder);
    }

    /// <summary>Files, until cancelled.</summary>
    /// <exception cref="UsageException">The folder is gone, or cannot be read any more.</exception>
    public async IAsyncEnumerable<SourceFile> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<string>();
        var mustRescan = 1;
        using var watcher = new FileSystemWatcher(_folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.Changed += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.Renamed += (_, change) => changes.Writer.TryWrite(change.FullPath);
        // Too many changes at once: some are lost. Everything is looked at again; what is known comes out unchanged.
        watcher.Error += (_, _) => Volatile.Write(ref mustRescan, 1);
        watcher.EnableRaisingEvents = true;

        var pending = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(DebounceDelay / 10, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Interlocked.Exchange(ref mustRescan, 0) == 1 || !Directory.Exists(_folder))
            {
                MarkChanged(SourceFiles.ListFiles(_folder, _dataFolder), pending);
            }

            while (changes.Reader.TryRead(out var path))
            {
                MarkChanged(Directory.Exists(path) ? ListArrivedFolder(path) : [path], pending);
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
                    yield return SourceFiles.FromPath(path, _folder);
                }
            }
        }
    }

    /// <summary>A folder that was moved here comes with all that is in it, and nothing else tells of that.</summary>
    private IEnumerable<string> ListArrivedFolder(string folder)
    {
        try
        {
            return SourceFiles.ListFiles(folder, _dataFolder);
        }
        catch (UsageException)
        {
            // Gone again, or not ours to read: the others go on.
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

    /// <summary>Whether a program has the file locked. Quiet or not, one that is still being written is not whole.</summary>
    private static bool IsLocked(string path)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return false;
        }
        catch (IOException exception)
        {
            // .NET reports a lock by the error of flock(2) on Unix (EWOULDBLOCK, 11 on Linux and 35 on macOS).
            return exception.HResult is sharingViolation or 11 or 35;
        }
        catch (UnauthorizedAccessException)
        {
            // Whoever reads it next says so.
            return false;
        }
    }

    private bool IsEligible(string path) =>
        File.Exists(path)
        && !path.StartsWith(_dataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !Path.GetRelativePath(_folder, path).Split(Path.DirectorySeparatorChar).Any(segment => SourceFiles.IsHidden(segment));
}
