using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Backfill;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Backfill;

/// <summary>The state Summarise of a backfill: counts its images by outcome.</summary>
public sealed class BackfillFunction(BackfillSummariser summariser, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<SummariseResponse> Backfill(SummariseRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, summariser.SummariseAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
