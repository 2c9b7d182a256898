namespace Pipeline.Host.Store.Records;

/// <summary>Where an announcement goes.</summary>
public enum AnnouncementTopic
{
    Success,
    Failure,
}

/// <param name="Topic">Where it goes.</param>
/// <param name="Message">JSON.</param>
/// <param name="Attributes">Message attributes, for subscribers to filter by.</param>
/// <param name="ExecutionArn">Who announces.</param>
/// <param name="Token">The same at every retry of one announcement.</param>
public sealed record NewAnnouncement(
    AnnouncementTopic Topic, string Message, IReadOnlyDictionary<string, string> Attributes, string ExecutionArn, string Token);

/// <param name="Id">Counts announcements in order, with gaps.</param>
/// <param name="Topic">Where it went.</param>
/// <param name="Message">JSON.</param>
/// <param name="Attributes">Message attributes, for subscribers to filter by.</param>
/// <param name="Time">When it was first appended.</param>
/// <param name="ExecutionArn">Who announced.</param>
public sealed record AnnouncementRecord(
    long Id,
    AnnouncementTopic Topic,
    string Message,
    IReadOnlyDictionary<string, string> Attributes,
    DateTimeOffset Time,
    string ExecutionArn);
