using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pipeline.Local.Commands;

/// <summary>The files of a folder: those that are there, then each that appears or changes, once it is whole.</summary>
internal static class WatchedFolder
{
    // A copy under way reports changes many times a second.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>Paths, until cancelled. Hidden files and what lies below <paramref name="dataFolder"/> are passed over.</summary>
    public static async IAsyncEnumerable<string> FilesAsync(
        DirectoryInfo folder, string dataFolder, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(folder.FullName)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.Changed += (_, change) => changes.Writer.TryWrite(change.FullPath);
        watcher.Renamed += (_, change) => changes.Writer.TryWrite(change.FullPath);
        // Too many changes at once: the buffer lost some. Look at everything again; what is known comes out unchanged.
        watcher.Error += (_, _) => WriteAll(changes.Writer, folder);
        watcher.EnableRaisingEvents = true;
        WriteAll(changes.Writer, folder);

        var waiting = new Dictionary<string, DateTimeOffset>();
        using var timer = new PeriodicTimer(Quiet / 4, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            while (changes.Reader.TryRead(out var path))
            {
                waiting[path] = time.GetUtcNow();
            }

            foreach (var path in waiting.Where(entry => time.GetUtcNow() - entry.Value >= Quiet).Select(entry => entry.Key).ToArray())
            {
                waiting.Remove(path);
                if (IsWanted(path, folder.FullName, dataFolder))
                {
                    yield return path;
                }
            }
        }
    }

    private static void WriteAll(ChannelWriter<string> changes, DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            changes.TryWrite(file.FullName);
        }
    }

    private static bool IsWanted(string path, string folder, string dataFolder) =>
        File.Exists(path)
        && !path.StartsWith(dataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Any(segment => segment.StartsWith('.'));
}
