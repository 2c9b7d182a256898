namespace Pipeline.Host.Store.Records;

/// <summary>The topic of an announcement.</summary>
public enum AnnouncementTopic
{
    Success,
    Failure,
}

/// <summary>An announcement to append.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Message">JSON.</param>
/// <param name="Attributes">Message attributes, for subscribers to filter by.</param>
/// <param name="ExecutionArn">ARN of the execution that announces.</param>
/// <param name="Token">Identifies the announcement: every retry has the same token.</param>
public sealed record NewAnnouncement(
    AnnouncementTopic Topic, string Message, IReadOnlyDictionary<string, string> Attributes, string ExecutionArn, string Token);

/// <summary>A recorded announcement.</summary>
/// <param name="Id">Ascending number, with gaps.</param>
/// <param name="Topic">Topic.</param>
/// <param name="Message">JSON.</param>
/// <param name="Attributes">Message attributes, for subscribers to filter by.</param>
/// <param name="Time">When it was first appended.</param>
/// <param name="ExecutionArn">ARN of the execution that announced.</param>
public sealed record AnnouncementRecord(
    long Id,
    AnnouncementTopic Topic,
    string Message,
    IReadOnlyDictionary<string, string> Attributes,
    DateTimeOffset Time,
    string ExecutionArn);
