using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Persisting;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>The states Persist, PersistRejection, PersistCorruption and PersistFailure: the record flips, or says why not.</summary>
public sealed class PersistFunction(ImagePersister persister, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<PersistResponse> Persist(PersistRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        persister.PersistAsync,
        static (line, request) => line.About(request.Execution, request.Event).Version = request.Original?.Sha256,
        (line, response) => Answer(line, request, response));

    private static void Answer(CallLine line, PersistRequest request, PersistResponse response)
    {
        line.Outcome = CallLine.Word(response.Outcome);
        if (response.Outcome != PersistOutcome.Recorded)
        {
            return;
        }

        line.Reason = response.Record.Reason?.Code;
        if (request.Result == PersistResult.Rejected)
        {
            line.ByReason = true;
            line.Metric(PipelineMetrics.RejectedImages, MetricUnit.Count, 1);
        }
    }
}
