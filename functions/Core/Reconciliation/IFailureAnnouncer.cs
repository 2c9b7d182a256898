using Pipeline.Core.Contracts;

namespace Pipeline.Core.Reconciliation;

/// <summary>Announces failures on the failure topic, as the state machine does.</summary>
public interface IFailureAnnouncer
{
    /// <summary>Completes when the topic has the announcement.</summary>
    Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken);
}
