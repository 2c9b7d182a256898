using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>The state Remove: removes the renditions of a deleted original and marks its record as deleted.</summary>
public sealed class RemoveFunction(RemovalLogic logic, FunctionCalls calls)
{
    [LambdaFunction]
    public async Task<RemoveResponse> Remove(RemoveRequest request, ILambdaContext context)
    {
        var removal = await calls.RunAsync(
            request,
            context,
            (received, token) => logic.RunAsync(received, CallTimeLimits.GetDeadline(context.RemainingTime), token),
            CallFacts.AddRequest,
            (entry, result) =>
            {
                CallFacts.AddResponse(entry, request, result.Response);
                entry.Warning = result.Warning;
            });
        return removal.Response;
    }
}
