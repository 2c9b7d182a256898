using System.Runtime.InteropServices;

namespace Pipeline.Terminal.Files;

/// <summary>How many files, sockets and libraries the process may have open: the hard limit, because .NET raises the soft one to it.</summary>
public static partial class OpenFileLimit
{
    /// <summary>
    /// Fewer are not enough: `serve` without any connection has about 250 open, most of them libraries, and every picture and connection
    /// takes some more.
    /// </summary>
    public const int Needed = 512;

    // EMFILE and ENFILE, the same on Linux and macOS.
    private const int TooManyInProcess = 24;
    private const int TooManyInSystem = 23;

    /// <summary>What is wrong with the limit; null if it is high enough or unknown. Needs next to no files itself.</summary>
    public static string? FindError()
    {
        var limit = Read();
        return limit is null or >= Needed
            ? null
            : $"This process may open {limit} files at a time, but needs {Needed}. Raise the limit: `ulimit -n {Needed}` in the shell, LimitNOFILE of a systemd service, --ulimit nofile={Needed} of a container.";
    }

    /// <summary>What to do about an exception; null if it has another reason.</summary>
    public static string? Explain(Exception exception) => exception is IOException { HResult: TooManyInProcess or TooManyInSystem } && !OperatingSystem.IsWindows()
        ? $"Too many files are open. This process may open {Read()}; raise the limit, for example to {4 * Math.Max(Needed, Read() ?? Needed)} by `ulimit -n`. ({exception.Message.TrimEnd('.')}.)"
        : null;

    private static long? Read()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var numberOfFiles = OperatingSystem.IsLinux() ? 7 : 8;
        return GetLimit(numberOfFiles, out var limit) == 0 ? (long)Math.Min(limit.Hard, int.MaxValue) : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out ResourceLimit limit);
}
