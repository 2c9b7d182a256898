using System.Runtime.CompilerServices;
using Pipeline.Core.Outcomes;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Lake.Export;

namespace Pipeline.Local.Queries;

/// <summary>The catalogue of a data folder, in one segment: records in the order of their keys, then outcomes day by day. It cannot be continued.</summary>
internal sealed class LocalCatalogueScan(LocalStore store) : ICatalogueScan
{
    private const int PageSize = 1_000;

    public async IAsyncEnumerable<ScanPage> ReadAsync(
        int segment, int segments, string? start, DayRange outcomes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(segments, 1);
        string? continuation = null;
        do
        {
            var page = await store.Catalogue.SearchAsync(new(Sort: ImageSort.Name, IsAscending: true), PageSize, continuation, cancellationToken);
            yield return new(page.Records, [], null);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        foreach (var day in (await store.Outcomes.ListDaysAsync(cancellationToken)).Where(outcomes.Contains))
        {
            IReadOnlyList<RecordedOutcome> page;
            RecordedOutcome? last = null;
            do
            {
                page = await store.Outcomes.ListAsync(day, PageSize, last, cancellationToken);
                yield return new([], page, null);
                last = page.Count > 0 ? page[^1] : null;
            }
            while (page.Count == PageSize);
        }
    }
}
