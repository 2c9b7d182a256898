using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Removal;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>The state Remove: removes the renditions of a deleted original and marks its record as deleted.</summary>
public sealed class RemoveFunction(ImageRemover remover, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<RemoveResponse> Remove(RemoveRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, remover.RemoveAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
