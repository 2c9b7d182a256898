using System.Collections.Concurrent;

namespace Pipeline.Host.StepFunctions;

/// <summary>
/// Client tokens of redrives: a client that heard no answer asks again with the same one, and is told what was done. Source: Step
/// Functions API Reference, RedriveExecution, "clientToken": 15 minutes.
/// </summary>
internal sealed class RedriveTokens(TimeProvider time)
{
    private static readonly TimeSpan RetentionPeriod = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Redriven)> _last = [];

    /// <summary>When an execution was redriven with this token; null: it was not, or long ago.</summary>
    public DateTimeOffset? Find(string arn, string token) =>
        _last.TryGetValue(arn, out var last) && last.Token == token && !IsExpired(last.Redriven) ? last.Redriven : null;

    public void Remember(string arn, string token, DateTimeOffset redriven)
    {
        foreach (var old in _last.Where(known => IsExpired(known.Value.Redriven)))
        {
            _last.TryRemove(old);
        }

        _last[arn] = (token, redriven);
    }

    private bool IsExpired(DateTimeOffset redriven) => time.GetUtcNow() - redriven > RetentionPeriod;
}
