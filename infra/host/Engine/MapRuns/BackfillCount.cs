using Pipeline.Core.Backfill;
using Pipeline.Core.Events;
using Pipeline.Host.Store;

namespace Pipeline.Host.Engine.MapRuns;

/// <summary>Counts what a backfill would process.</summary>
public static class BackfillCount
{
    private const int PageSize = 1_000;

    /// <summary>Counts the originals whose keys begin with a prefix.</summary>
    public static async Task<BackfillPlan> CountAsync(LocalStore store, string prefix, CancellationToken cancellationToken)
    {
        var (plan, keys) = (new BackfillPlan(), new KeyFilter());
        string? after = null;
        do
        {
            var page = await store.Uploads.ListAsync(new(prefix, after, PageSize), cancellationToken);
            plan = page.Objects.Aggregate(plan, (counted, original) => counted.Add(original.Key, original.Size, keys));
            after = page.Next;
        }
        while (after is not null);

        return plan;
    }
}
