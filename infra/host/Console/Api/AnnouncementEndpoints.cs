using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Announcements, in order.</summary>
internal static class AnnouncementEndpoints
{
    public static void MapAnnouncements(this IEndpointRouteBuilder api) => api
        .MapGet("/announcements", ListAsync)
        .WithTags("Announcements")
        .WithSummary("Lists messages sent to the success and failure destinations. order: newest (the default) or oldest. after: id of the last message of the previous page.");

    private static async Task<Results<Ok<AnnouncementPage>, ProblemHttpResult>> ListAsync(
        LocalStore store, string? topic, long? after, int? limit, string? order, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        AnnouncementTopic? wantedTopic = topic switch { "success" => AnnouncementTopic.Success, "failure" => AnnouncementTopic.Failure, _ => null };
        if (topic is not null && wantedTopic is null)
        {
            return Problems.BadRequest($"topic is '{topic}'; it must be success or failure.");
        }

        if (order is not (null or "newest" or "oldest"))
        {
            return Problems.BadRequest($"order is '{order}'; it must be newest or oldest.");
        }

        var length = limit ?? PageLimit.DefaultLength;
        var found = await store.Announcements.ListAsync(wantedTopic, after, order != "oldest", length, cancellationToken);
        return TypedResults.Ok(new AnnouncementPage(
            [.. found.Select(AnnouncementResponse.From)], found.Count == length ? found[^1].Id : null));
    }
}
