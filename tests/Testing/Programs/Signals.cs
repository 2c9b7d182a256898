using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Testing.Programs;

/// <summary>Sends signals to other processes, as a terminal does.</summary>
internal static partial class Signals
{
    /// <summary>SIGINT: Ctrl+C.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGTERM: what service managers and containers send.</summary>
    public const int Terminate = 15;

    /// <summary>Why child processes cannot be interrupted; null if they can.</summary>
    public static string? SkipReason { get; } =
        OperatingSystem.IsWindows() ? "needs signals"
        : IsIgnored() ? "needs a test run that does not ignore SIGINT (one in the background of a script does)"
        : null;

    public static void Send(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    // Child processes inherit ignored signals.
    private static bool IsIgnored() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>A test that sends signals. It is skipped by name where that is not possible.</summary>
internal sealed class SignalFactAttribute : FactAttribute
{
    public SignalFactAttribute() => Skip = Signals.SkipReason;
}

/// <inheritdoc cref="SignalFactAttribute"/>
internal sealed class SignalTheoryAttribute : TheoryAttribute
{
    public SignalTheoryAttribute() => Skip = Signals.SkipReason;
}
