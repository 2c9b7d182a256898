using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>
/// The state machine's definition in a file that may change while it is in use. One that is wrong is told, and the last good one goes on.
/// </summary>
public sealed class DefinitionFile : IDisposable
{
    /// <summary>An editor writes, renames and writes again when it saves: only the last of it is read.</summary>
    private static readonly TimeSpan DebounceDelay = TimeSpan.FromMilliseconds(150);

    private readonly HandlerNames _handlers;
    private readonly TimeProvider _time;
    private readonly Lock _reading = new();
    private readonly ITimer? _reload;
    private readonly FileSystemWatcher? _watcher;
    private volatile DefinitionState _current;

    private DefinitionFile(string path, HandlerNames handlers, TimeProvider time, bool watch)
    {
        (Path, _handlers, _time) = (path, handlers, time);
        var text = File.ReadAllText(path);
        var (definition, json, errors) = DefinitionReader.Read(text, PipelineDefinition.PlaceholderValues, handlers);
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

    /// <summary>Told when the file's text or what is wrong with it changed.</summary>
    public event Action<DefinitionState>? Changed;

    /// <summary>Full path.</summary>
    public string Path { get; }

    public DefinitionState Current => _current;

    /// <param name="path">The file.</param>
    /// <param name="handlers">What its Tasks may call.</param>
    /// <param name="time">Clock.</param>
    /// <param name="watch">Whether it is read anew whenever it changes.</param>
    /// <exception cref="InvalidDefinitionException">It is wrong, and there is no good one to go on with.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DefinitionFile Open(string path, HandlerNames handlers, TimeProvider time, bool watch) =>
        new(System.IO.Path.GetFullPath(path), handlers, time, watch);

    /// <summary>Reads the file now.</summary>
    public void Reload()
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
            text = File.ReadAllText(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return _current with { Text = "", Errors = [new("$", $"cannot be read: {exception.Message}")] };
        }

        var (definition, json, errors) = DefinitionReader.Read(text, PipelineDefinition.PlaceholderValues, _handlers);
        return definition is null
            ? _current with { Text = text, Errors = errors }
            : new(text, [], definition, json, _time.GetUtcNow());
    }
}
