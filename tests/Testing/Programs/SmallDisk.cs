using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Testing.Programs;

/// <summary>A small file system in memory, which a test can fill.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<string?> FirstFailure = new(() => TryMount(Directory.CreateTempSubdirectory("pipeline-disk-").FullName, 1, keep: false));

    private readonly List<string> _fillers = [];

    public SmallDisk(int megabytes)
    {
        Path = Directory.CreateTempSubdirectory("pipeline-disk-").FullName;
        Assert.Null(TryMount(Path, megabytes, keep: true));
    }

    /// <summary>Why there can be no small disk; null if there can.</summary>
    public static string? SkipReason => !OperatingSystem.IsLinux() ? "needs a tmpfs (Linux)"
        : FirstFailure.Value is { } failure ? $"needs the right to mount a tmpfs ({failure})"
        : null;

    public string Path { get; }

    /// <summary>Writes until there is no room for a single byte.</summary>
    public void Fill()
    {
        var filler = System.IO.Path.Combine(Path, $"filler-{_fillers.Count}");
        _fillers.Add(filler);
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear()
    {
        _fillers.ForEach(File.Delete);
        _fillers.Clear();
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static string? TryMount(string folder, int megabytes, bool keep)
    {
        var failure = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", folder);
        if (!keep)
        {
            if (failure is null)
            {
                Run("umount", folder);
            }

            Directory.Delete(folder);
        }

        return failure;
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}

/// <summary>A test that fills a disk. It is skipped by name where that is not possible.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.SkipReason;
}
