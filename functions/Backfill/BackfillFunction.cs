using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Backfill;

/// <summary>The state Summarise of a backfill: counts its images by outcome.</summary>
public sealed class BackfillFunction(BackfillSummariser summariser, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<SummariseResponse> Backfill(SummariseRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        summariser.SummariseAsync,
        static (entry, request) => entry.Execution = request.Execution,
        static (entry, response) => entry.Outcome = response.Counts.Failed > 0 ? "some failed" : "none failed");
}
