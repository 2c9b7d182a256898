using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Programs;

/// <summary>The real program. Each run is a new process whose current folder is a temporary one.</summary>
/// <param name="assembly">File of the program, beside the tests.</param>
/// <param name="environment">Additional environment variables.</param>
/// <param name="container">Where it runs; null for no container.</param>
internal sealed class PipelineProgram(
    string assembly = "pipeline.dll", IReadOnlyDictionary<string, string>? environment = null, SmallContainer? container = null) : IDisposable
{
    // Generous, because build machines are shared; a run that takes longer hangs.
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>The data folder if there is no <c>--data</c>.</summary>
    public string DataFolder => PathOf(".pipeline");

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>Writes a file below the current folder.</summary>
    public string Write(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
        return relative;
    }

    public string Write(string relative, string content) => Write(relative, Encoding.UTF8.GetBytes(content));

    public async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.WaitForExitAsync();
    }

    public RunningProgram Start(params string[] arguments) => new(StartInfo(arguments));

    /// <summary>Starts the program, and kills it (SIGKILL) once it has written a number of lines.</summary>
    public RunningProgram StartAndKillAfter(int afterLines, params string[] arguments) => new(StartInfo(arguments), afterLines);

    /// <summary>Starts the program, and kills it (SIGKILL) once it has written a certain line.</summary>
    public RunningProgram StartAndKillAt(string line, params string[] arguments) => new(StartInfo(arguments), killAt: line);

    public void Dispose() => _folder.Dispose();

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        string[] command = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments];
        if (container is not null)
        {
            command = ["/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", container.Processes, .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

/// <summary>The result of a run of the program.</summary>
internal sealed record ProgramRun(int ExitCode, IReadOnlyList<string> Output, string Errors)
{
    /// <summary>Standard output: one JSON object per line.</summary>
    public IReadOnlyList<JsonObject> Objects => [.. Output.Select(line => JsonNode.Parse(line)!.AsObject())];

    public string Text => string.Join('\n', Output);

    public void AssertExit(int expected) => Assert.True(expected == ExitCode, $"Exit code {ExitCode}, expected {expected}.\n{Text}\n{Errors}");

    /// <summary>Asserts exit code 2, nothing on standard output, and one to three lines on standard error without a stack trace.</summary>
    public void AssertUsageError(params string[] words)
    {
        AssertExit(2);
        Assert.Empty(Output);
        Assert.All(words, word => Assert.Contains(word, Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.InRange(Errors.Trim().Split('\n').Count(line => line.Length > 0), 1, 3);
    }
}

/// <summary>A running program.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Task<string> _errors;
    private readonly SemaphoreSlim _lines = new(0);

    /// <param name="start">The command.</param>
    /// <param name="killAfter">Number of output lines after which the program is killed at once (SIGKILL); null for never.</param>
    /// <param name="killAt">Output line at which the program is killed at once; null for none.</param>
    public RunningProgram(ProcessStartInfo start, int? killAfter = null, string? killAt = null)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                lock (_output)
                {
                    _output.Add(text);
                    if (_output.Count == killAfter || text == killAt)
                    {
                        _process.Kill();
                    }
                }

                _lines.Release();
            }
        };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Waits for more lines on standard output.</summary>
    public async Task WaitForLinesAsync(int count)
    {
        for (var line = 0; line < count; line++)
        {
            Assert.True(await _lines.WaitAsync(PipelineProgram.Timeout), "The program wrote no further line.");
        }
    }

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt() => Signals.Send(_process.Id, Signals.Interrupt);

    /// <summary>Sends SIGKILL, so that the program cannot clean up.</summary>
    public void Kill() => _process.Kill();

    public async Task<ProgramRun> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(PipelineProgram.Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        var errors = await _errors;
        lock (_output)
        {
            return new(_process.ExitCode, [.. _output], errors);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _lines.Dispose();
    }
}
