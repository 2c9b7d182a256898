using System.Collections.Concurrent;

namespace Pipeline.Host.StepFunctions;

/// <summary>
/// Client tokens of redrives. A client that got no response repeats the request with the same token and gets the result of the first
/// one. A token is valid for 15 minutes. Source: Step Functions API Reference, RedriveExecution, "clientToken".
/// </summary>
internal sealed class RedriveTokens(TimeProvider time)
{
    private static readonly TimeSpan RetentionPeriod = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Redriven)> _last = [];

    /// <summary>When an execution was redriven with a token; null if it was not, or if the token has expired.</summary>
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
