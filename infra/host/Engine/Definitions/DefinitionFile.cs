using System.Text;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>
/// The state machine's definition, in a file that may change while it is in use. If the new text is invalid, its errors are reported and the
/// last valid definition stays in use.
/// </summary>
public sealed class DefinitionFile : IDisposable
{
    /// <summary>Editors write and rename several times when they save; only the final text is read.</summary>
    private static readonly TimeSpan DebounceDelay = TimeSpan.FromMilliseconds(150);

    /// <summary>Windows: another program has opened the file and does not share it.</summary>
    private const int SharingViolation = unchecked((int)0x80070020);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DefinitionRules _rules;
    private readonly TimeProvider _time;
    private readonly Lock _reading = new();
    private readonly ITimer? _reload;
    private readonly FileSystemWatcher? _watcher;
    private volatile DefinitionState _current;

    private DefinitionFile(string path, DefinitionRules rules, TimeProvider time, bool watch)
    {
        (Path, _rules, _time) = (path, rules, time);
        var text = File.ReadAllText(path, StrictUtf8);
        var (definition, json, errors) = rules.Read(text);
        _current = new(text, [], definition ?? throw new InvalidDefinitionException(errors), json, time.GetUtcNow());
        if (watch)
        {
            _reload = time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _watcher = new(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path));
            _watcher.Changed += (_, _) => ScheduleReload();
            _watcher.Created += (_, _) => ScheduleReload();
            _watcher.Deleted += (_, _) => ScheduleReload();
            _watcher.Renamed += (_, _) => ScheduleReload();
            _watcher.Error += (_, _) => ScheduleReload();
            _watcher.EnableRaisingEvents = true;
        }
    }

    /// <summary>Raised when the file's text or its errors change.</summary>
    public event Action<DefinitionState>? Changed;

    /// <summary>Full path.</summary>
    public string Path { get; }

    public DefinitionState Current => _current;

    /// <param name="path">The file.</param>
    /// <param name="rules">What it may call, and what is added to it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="watch">Whether the file is reloaded whenever it changes.</param>
    /// <exception cref="InvalidDefinitionException">The definition is invalid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static DefinitionFile Open(string path, DefinitionRules rules, TimeProvider time, bool watch) =>
        new(System.IO.Path.GetFullPath(path), rules, time, watch);

    /// <summary>Reads the file now.</summary>
    internal void Reload()
    {
        DefinitionState read;
        lock (_reading)
        {
            read = Read();
            if (read.Text == _current.Text && read.Errors.SequenceEqual(_current.Errors))
            {
                return;
            }

            _current = read;
        }

        Changed?.Invoke(read);
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _reload?.Dispose();
    }

    private void ScheduleReload() => _reload!.Change(DebounceDelay, Timeout.InfiniteTimeSpan);

    private DefinitionState Read()
    {
        string text;
        try
        {
            text = File.ReadAllText(Path, StrictUtf8);
        }
        catch (IOException exception) when (exception.HResult == SharingViolation && _watcher is not null)
        {
            // The editor still has the file open. Nothing reports when it closes the file.
            ScheduleReload();
            return _current;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return _current with { Text = "", Errors = [new("$", $"cannot be read: {exception.Message}")] };
        }
        catch (DecoderFallbackException)
        {
            return _current with { Text = "", Errors = [new("$", "is not text in UTF-8")] };
        }

        var (definition, json, errors) = _rules.Read(text);
        return definition is null
            ? _current with { Text = text, Errors = errors }
            : new(text, [], definition, json, _time.GetUtcNow());
    }
}
