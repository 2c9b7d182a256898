using System.Text.Json.Nodes;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Contracts;

/// <summary>One message to the success or failure destination.</summary>
/// <param name="Id">Ascending number, with gaps.</param>
/// <param name="Topic"><c>success</c> or <c>failure</c>.</param>
/// <param name="Time">When it was announced.</param>
/// <param name="Execution">Name of the execution that announced it.</param>
/// <param name="Attributes">Message attributes that subscribers can filter by.</param>
/// <param name="Message">The message that subscribers get.</param>
internal sealed record AnnouncementResponse(
    long Id, string Topic, DateTimeOffset Time, string Execution, IReadOnlyDictionary<string, string> Attributes, JsonNode? Message)
{
    public static AnnouncementResponse From(AnnouncementRecord record) => new(
        record.Id,
        Enum.GetName(record.Topic)!.ToLowerInvariant(),
        record.Time,
        record.ExecutionArn[(record.ExecutionArn.LastIndexOf(':') + 1)..],
        record.Attributes,
        JsonNode.Parse(record.Message));
}

/// <param name="Announcements">Announcements in the requested order.</param>
/// <param name="After">Id to continue after; null on the last page.</param>
internal sealed record AnnouncementPage(IReadOnlyList<AnnouncementResponse> Announcements, long? After);
