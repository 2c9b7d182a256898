using System.Runtime.CompilerServices;
using Pipeline.Aws;
using Pipeline.Lake.Export;

namespace Pipeline.Export.Ports;

/// <summary>The catalogue's table, in as many segments as the export wants.</summary>
public sealed class DynamoCatalogueScan(DynamoSegmentScan scan) : ICatalogueScan
{
    public async IAsyncEnumerable<ScanPage> ReadAsync(
        int segment, int segments, string? start, DayRange outcomes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = start;
        do
        {
            var page = await scan.ReadPageAsync(segment, segments, after, cancellationToken);
            yield return new(page.Records, page.Outcomes, page.Next);
            after = page.Next;
        }
        while (after is not null);
    }
}
