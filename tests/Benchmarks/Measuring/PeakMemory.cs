using System.Globalization;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Measuring;

/// <summary>The peak resident memory of a process, as Linux reports it.</summary>
internal static class PeakMemory
{
    /// <summary>Peak memory in megabytes after one request to a fresh process; null if the system does not report it (macOS).</summary>
    public static double? Measure(PeerProcess fresh, PeerRequest request)
    {
        fresh.Send(request);
        var status = $"/proc/{fresh.ProcessId}/status";
        return File.Exists(status) ? Parse(File.ReadLines(status)) : null;
    }

    /// <summary>Reads megabytes from a line such as <c>VmHWM:     12345 kB</c>; null if there is none.</summary>
    public static double? Parse(IEnumerable<string> status) =>
        status.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6
            : null;
}
