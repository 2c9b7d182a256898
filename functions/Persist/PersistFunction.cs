using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Persisting;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>
/// The states Persist, PersistRejection, PersistCorruption and PersistFailure: points the record to the new version, or records
/// why there is none.
/// </summary>
public sealed class PersistFunction(ImagePersister persister, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<PersistResponse> Persist(PersistRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        persister.PersistAsync,
        static (entry, request) => entry.SetEvent(request.Execution, request.Event).Version = request.Original?.Sha256,
        (entry, response) => DescribeResponse(entry, request, response));

    private static void DescribeResponse(CallLogEntry entry, PersistRequest request, PersistResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        if (response.Outcome != PersistOutcome.Recorded)
        {
            return;
        }

        entry.Reason = response.Record.Reason?.Code;
        if (request.Result == PersistResult.Rejected)
        {
            entry.IsCountedByReason = true;
            entry.AddMetric(PipelineMetrics.RejectedImages, MetricUnit.Count, 1);
        }
    }
}
