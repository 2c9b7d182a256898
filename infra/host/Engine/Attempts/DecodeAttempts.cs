namespace Pipeline.Host.Engine.Attempts;

/// <summary>
/// Finds the execution that takes the process down. An execution that was alone inside an image library when the process died has
/// caused that crash. If several were inside, none is blamed: all are suspects, and each runs alone until it ends. So a further crash
/// names the guilty one, and the innocent ones pass.
/// </summary>
internal sealed class DecodeAttempts : IDisposable
{
    /// <summary>Number of crashes after which an execution is not tried again.</summary>
    public const int MaxCrashes = 3;

    private readonly Lock _lock = new();
    private readonly AttemptFile _file;
    private readonly Dictionary<string, Attempt> _suspects = [];
    private readonly Dictionary<string, (Attempt Attempt, int Calls)> _inside = [];

    private DecodeAttempts(AttemptFile file) => _file = file;

    /// <summary>Opens the record of a data folder, and counts what the previous process left behind.</summary>
    /// <param name="folder">Data folder, which this process has locked.</param>
    public static DecodeAttempts Open(string folder)
    {
        var (file, left) = AttemptFile.Open(Path.Combine(folder, "attempts"));
        try
        {
            var attempts = new DecodeAttempts(file);
            attempts.Count(left);
            return attempts;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How often an execution has taken the process down.</summary>
    public int CountCrashes(string execution)
    {
        lock (_lock)
        {
            return _suspects.TryGetValue(execution, out var attempt) ? attempt.Crashes : 0;
        }
    }

    /// <summary>Whether an execution may have taken the process down, and must run alone.</summary>
    public bool IsSuspect(string execution)
    {
        lock (_lock)
        {
            return _suspects.TryGetValue(execution, out var attempt) && attempt.Crashes < MaxCrashes;
        }
    }

    /// <summary>Whether an execution has taken the process down so often that it is not tried again.</summary>
    public bool IsCondemned(string execution) => CountCrashes(execution) >= MaxCrashes;

    /// <summary>Records that an execution enters an image library. Renditions of one execution may overlap.</summary>
    /// <returns>Dispose it when the call is done.</returns>
    public IDisposable Enter(string execution)
    {
        lock (_lock)
        {
            var (attempt, calls) = _inside.TryGetValue(execution, out var entered)
                ? entered
                : (_file.Write((_suspects.GetValueOrDefault(execution) ?? new(execution, default, 0)) with { State = AttemptState.Inside }), 0);
            _inside[execution] = (attempt, calls + 1);
        }

        return new Call(this, execution);
    }

    /// <summary>Forgets an execution that has ended: it has passed, or it has failed. A redrive counts from 0.</summary>
    public void Forget(string execution)
    {
        lock (_lock)
        {
            // An abandoned call may still be inside. Its slot is free once it leaves.
            if (_suspects.Remove(execution, out var suspect) && !_inside.ContainsKey(execution))
            {
                _file.Remove(suspect);
            }
        }
    }

    /// <summary>Closes the file. A process that ends in order leaves no suspects: calls that are still inside are not to blame.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var execution in _inside.Keys.ToArray())
            {
                Settle(execution);
            }

            _file.Dispose();
        }
    }

    private void Count(IReadOnlyList<Attempt> left)
    {
        var inside = left.Where(attempt => attempt.State == AttemptState.Inside).ToArray();
        foreach (var attempt in left)
        {
            _suspects[attempt.Execution] = attempt;
        }

        foreach (var attempt in inside)
        {
            _suspects[attempt.Execution] = _file.Write(attempt with { State = AttemptState.Idle, Crashes = attempt.Crashes + (inside.Length == 1 ? 1 : 0) });
        }

        if (inside.Length > 0)
        {
            _file.Flush();
        }
    }

    private void Leave(string execution)
    {
        lock (_lock)
        {
            if (!_inside.TryGetValue(execution, out var entered))
            {
                return;
            }

            if (entered.Calls > 1)
            {
                _inside[execution] = entered with { Calls = entered.Calls - 1 };
                return;
            }

            Settle(execution);
        }
    }

    /// <summary>Records that an execution is not inside any more. A suspect stays one until it ends.</summary>
    private void Settle(string execution)
    {
        _inside.Remove(execution, out var left);
        if (_suspects.ContainsKey(execution))
        {
            _file.Write(left.Attempt with { State = AttemptState.Idle });
        }
        else
        {
            _file.Remove(left.Attempt);
        }
    }

    private sealed class Call(DecodeAttempts attempts, string execution) : IDisposable
    {
        private int _isDone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0)
            {
                attempts.Leave(execution);
            }
        }
    }
}
