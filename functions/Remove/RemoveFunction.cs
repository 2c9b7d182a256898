using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
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
            static (entry, received) => entry.SetEvent(received.Execution, received.Event),
            static (entry, result) => (entry.Outcome, entry.Warning) = (CallLogEntry.NameOf(result.Response.Outcome), result.Warning));
        return removal.Response;
    }
}
