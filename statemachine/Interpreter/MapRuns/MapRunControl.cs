namespace Pipeline.Interpreter.MapRuns;

/// <summary>The settings of a Map Run that is open. Another thread can change them (UpdateMapRun).</summary>
public sealed class MapRunControl
{
    private volatile MapRunSettings _settings;

    internal MapRunControl(MapRunSettings settings) => _settings = settings;

    internal event Action? Changed;

    /// <summary>The settings as they are now.</summary>
    public MapRunSettings Settings => _settings;

    /// <summary>Changes the settings. More child executions start at once; fewer start no more until enough have ended.</summary>
    public void Update(MapRunSettings settings)
    {
        _settings = settings;
        Changed?.Invoke();
    }
}
