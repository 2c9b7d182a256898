using System.Globalization;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Modelling;

/// <summary>A control group (v1 or v2) of Linux that gives its processes a share of one processor.</summary>
internal sealed class ProcessorQuota : IDisposable
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Microseconds. Shorter than a call, so that calls do not end within one period.</summary>
    private const int Period = 20_000;

    private readonly string _folder;

    /// <param name="share">Share of one processor, above 0 and up to 1.</param>
    /// <exception cref="ContenderException">The system has no control groups, or they may not be changed.</exception>
    public ProcessorQuota(double share)
    {
        var isFirstVersion = Directory.Exists(Path.Combine(Root, "cpu"));
        _folder = Path.Combine(Root, isFirstVersion ? "cpu" : "", FormattableString.Invariant($"image-pipeline-{Environment.ProcessId}"));
        var quota = ((int)(share * Period)).ToString(CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(_folder);
            if (isFirstVersion)
            {
                Write("cpu.cfs_period_us", Period.ToString(CultureInfo.InvariantCulture));
                Write("cpu.cfs_quota_us", quota);
            }
            else
            {
                Write("cpu.max", FormattableString.Invariant($"{quota} {Period}"));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContenderException($"--quota needs a control group for the processor below {Root}, and the right to make it: {exception.Message}");
        }
    }

    /// <summary>Moves a process, with its threads, into the group.</summary>
    public void Add(int process) => Write("cgroup.procs", process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes the group. Its processes must have ended.</summary>
    public void Dispose() => Directory.Delete(_folder);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
