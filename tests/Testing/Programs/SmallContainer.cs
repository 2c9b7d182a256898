using System.Globalization;

namespace Pipeline.Testing.Programs;

/// <summary>A control group with little memory, as a container has. The kernel kills what needs more.</summary>
internal sealed class SmallContainer : IDisposable
{
    private const string V1 = "/sys/fs/cgroup/memory";
    private const string V2 = "/sys/fs/cgroup";

    private readonly string _folder;

    public SmallContainer(int megabytes) => _folder = Create((long)megabytes * 1024 * 1024);

    /// <summary>Why there can be no small container; null if there can.</summary>
    public static string? SkipReason { get; } = Probe();

    /// <summary>A process that writes its id into this file runs in the container.</summary>
    public string Processes => Path.Combine(_folder, "cgroup.procs");

    public void Dispose() => Directory.Delete(_folder);

    private static string Create(long bytes)
    {
        var (root, limit) = Directory.Exists(V1) ? (V1, "memory.limit_in_bytes") : (V2, "memory.max");
        var folder = Path.Combine(root, $"pipeline-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, limit), bytes.ToString(CultureInfo.InvariantCulture));
            return folder;
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs control groups (Linux)";
        }

        try
        {
            Directory.Delete(Create(64 << 20));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"needs the right to create a control group ({exception.Message})";
        }
    }
}

/// <summary>A test that needs a container with little memory. It is skipped by name where there is none.</summary>
internal sealed class SmallContainerFactAttribute : FactAttribute
{
    public SmallContainerFactAttribute() => Skip = SmallContainer.SkipReason;
}
