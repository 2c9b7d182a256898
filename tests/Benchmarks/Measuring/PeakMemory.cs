using System.Globalization;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Measuring;

/// <summary>The most memory that a process has held, by what Linux keeps of it.</summary>
internal static class PeakMemory
{
    /// <summary>Megabytes after one request to a fresh process; null where the system does not tell (macOS).</summary>
    public static double? Of(PeerProcess fresh, PeerRequest request)
    {
        fresh.Send(request);
        var status = $"/proc/{fresh.ProcessId}/status";
        return File.Exists(status) ? Parse(File.ReadLines(status)) : null;
    }

    /// <summary>Megabytes of the line <c>VmHWM:     12345 kB</c>; null without one.</summary>
    public static double? Parse(IEnumerable<string> status) =>
        status.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6
            : null;
}
