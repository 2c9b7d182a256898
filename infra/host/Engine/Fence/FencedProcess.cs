using System.Diagnostics;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine.Logs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>One process with the image libraries. It lives until it crashes, exceeds a limit, or the host ends.</summary>
internal sealed class FencedProcess : IDisposable
{
    /// <summary>What a process may hold besides what its calls need: the process itself, and room for what an estimate leaves out.</summary>
    private const long BaseBytes = 300_000_000;

    /// <summary>How often what an estimate says a call may take: an estimate that is a little short must not kill anything.</summary>
    private const int EstimateSlack = 2;

    /// <summary>How long a library may go on with a call for which nobody waits.</summary>
    private static readonly TimeSpan CancelledTimeLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StartTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of a process waits for what it wrote last.</summary>
    private static readonly TimeSpan ErrorsTimeLimit = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly FenceChannel _channel;
    private readonly Thread _errors;
    private readonly TimeProvider _time;
    private readonly long _baseBytes;
    private readonly long _maxBytes;
    private readonly long _startDeadline;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, FencedCall> _calls = [];
    private long _allowedBytes;
    private int _lastCall;
    private bool _isReady;
    private string? _killed;
    private FencedProcessDiedException? _death;

    private FencedProcess(Process process, long cacheBytes, long maxBytes, TimeProvider time)
    {
        (_process, _time, _maxBytes) = (process, time, maxBytes);
        (_baseBytes, _allowedBytes) = (BaseBytes + cacheBytes, BaseBytes + cacheBytes);
        _startDeadline = GetDeadline(StartTimeLimit);
        _channel = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _errors = new(ReadErrors) { IsBackground = true, Name = "Errors of a fenced process" };
    }

    /// <summary>Whether it can take calls.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_lock)
            {
                return _death is null && _killed is null;
            }
        }
    }

    /// <summary>Starts a process. What it writes to its standard error goes to the host's, and to the logs of its calls.</summary>
    /// <param name="options">The command.</param>
    /// <param name="setup">Settings.</param>
    /// <param name="watermarks">PNGs of the rendition sets.</param>
    /// <param name="maxBytes">Maximum of its resident memory in bytes, whatever its calls may need.</param>
    /// <param name="time">Clock.</param>
    public static FencedProcess Start(
        FenceOptions options, FenceSetup setup, IReadOnlyList<WatermarkFile> watermarks, long maxBytes, TimeProvider time)
    {
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var fenced = new FencedProcess(Process.Start(start)!, setup.CacheBytes, maxBytes, time);
        try
        {
            fenced._channel.Write(new(0, FenceMessageKind.Setup) { Setup = setup });
            foreach (var watermark in watermarks)
            {
                fenced._channel.Write(new(0, FenceMessageKind.Watermark) { Text = watermark.Sha256 }, watermark.Content.Span);
            }
        }
        catch (IOException)
        {
            // It has ended already. The next call finds out why.
        }

        // Threads of their own: callers that wait for a header block the threads of the pool.
        fenced._errors.Start();
        new Thread(fenced.Read) { IsBackground = true, Name = "Fenced process" }.Start();
        return fenced;
    }

    /// <summary>Begins a call.</summary>
    /// <param name="request">What to do; the number is assigned here.</param>
    /// <param name="content">The request of a Resize.</param>
    /// <param name="needBytes">Memory in bytes that it may need.</param>
    /// <param name="timeLimit">The longest that it may take.</param>
    /// <param name="onRendition">Receives the key and content of each rendition.</param>
    /// <param name="log">The log of the call.</param>
    public FencedCall Begin(
        FenceMessage request, ReadOnlySpan<byte> content, long needBytes, TimeSpan timeLimit, Action<string, byte[]>? onRendition, CallLog? log)
    {
        FencedCall call;
        lock (_lock)
        {
            call = new(++_lastCall, needBytes, timeLimit, onRendition, log) { Deadline = GetDeadline(timeLimit) };
            if (_death is { } death)
            {
                call.Fail(death);
                return call;
            }

            _calls.Add(call.Number, call);
            _allowedBytes = Math.Max(_allowedBytes, _baseBytes + EstimateSlack * _calls.Values.Sum(each => each.NeedBytes));
        }

        Send(request with { Call = call.Number }, content);
        return call;
    }

    /// <summary>Tells the process that nobody waits for a call any more. It is killed if that takes too long.</summary>
    public void Cancel(FencedCall call)
    {
        lock (_lock)
        {
            call.Deadline = Math.Min(call.Deadline, GetDeadline(CancelledTimeLimit));
        }

        Send(new(call.Number, FenceMessageKind.Cancel), []);
    }

    /// <summary>Kills the process if it takes too long or too much memory.</summary>
    public void EnforceLimits()
    {
        lock (_lock)
        {
            if (_calls.Count == 0 || _killed is not null || _death is not null)
            {
                return;
            }

            var now = _time.GetTimestamp();
            if (!_isReady)
            {
                if (_startDeadline <= now)
                {
                    Kill($"was killed because it did not start within {StartTimeLimit.TotalSeconds} s");
                }

                return;
            }

            var limit = Math.Min(_allowedBytes, _maxBytes);
            if (ReadMemory() is var used && used > limit)
            {
                Kill($"was killed because it needed {used / 1_000_000:N0} MB of memory; at most {limit / 1_000_000:N0} are allowed");
            }
            else if (_calls.Values.FirstOrDefault(call => call.Deadline <= now) is { } overdue)
            {
                Kill($"was killed because it took longer than {overdue.TimeLimit.TotalSeconds:0.#} s");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_death is null)
            {
                Kill("was ended with the host");
            }
        }
    }

    private long GetDeadline(TimeSpan limit) => _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);

    private void Send(FenceMessage message, ReadOnlySpan<byte> content)
    {
        try
        {
            _channel.Write(message, content);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended. The thread that reads its answers says so to all calls.
        }
    }

    /// <summary>Resident memory in bytes; 0 if it has just ended.</summary>
    private long ReadMemory()
    {
        try
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>The most resident memory that the process has had, in bytes, as Lambda's reports have it; 0 if it has just ended.</summary>
    private long ReadPeakMemory()
    {
        try
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private void Kill(string reason)
    {
        _killed ??= reason;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private void Read()
    {
        try
        {
            while (_channel.Read() is (var message, var content))
            {
                Receive(message, content);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            lock (_lock)
            {
                Kill($"was killed because its answer made no sense ({exception.Message.TrimEnd('.')})");
            }
        }

        _process.WaitForExit();
        _errors.Join(ErrorsTimeLimit);
        FencedCall[] lost;
        lock (_lock)
        {
            _death = new(_killed ?? DescribeExit(_process.ExitCode), _isReady);
            lost = [.. _calls.Values];
            _calls.Clear();
            _process.Dispose();
        }

        foreach (var call in lost)
        {
            call.Fail(_death);
        }
    }

    private void ReadErrors()
    {
        try
        {
            while (_process.StandardError.ReadLine() is { } line)
            {
                Console.Error.WriteLine(line);
                CallLog[] logs;
                lock (_lock)
                {
                    logs = [.. _calls.Values.Select(call => call.Log).OfType<CallLog>()];
                }

                foreach (var log in logs)
                {
                    log.Add(LogLevels.Warning, line);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private void Receive(FenceMessage message, byte[] content)
    {
        FencedCall? call;
        lock (_lock)
        {
            if (message.Kind == FenceMessageKind.Ready)
            {
                // The time of a call does not include the start.
                _isReady = true;
                foreach (var waiting in _calls.Values)
                {
                    waiting.Deadline = GetDeadline(waiting.TimeLimit);
                }
            }

            call = _calls.GetValueOrDefault(message.Call);
            if (message.Kind is FenceMessageKind.Done or FenceMessageKind.Failed)
            {
                _calls.Remove(message.Call);
                call?.Log?.ReportMemory(ReadPeakMemory());
            }
        }

        if (message.Kind == FenceMessageKind.Rendition)
        {
            call?.Receive(message.Text ?? "", content);
        }
        else
        {
            call?.Complete(message, content);
        }
    }

    /// <summary>On Unix, the exit code of a process that a signal has ended is 128 and the signal's number.</summary>
    private static string DescribeExit(int code) => (code - 128) switch
    {
        4 => "was ended by SIGILL",
        6 => "was ended by SIGABRT",
        7 or 10 => "was ended by SIGBUS",
        8 => "was ended by SIGFPE",
        9 => "was ended by SIGKILL, which the system sends when it has no memory left",
        11 => "was ended by SIGSEGV",
        _ => $"ended with exit code {code}",
    };
}
