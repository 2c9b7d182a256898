using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Deployment;
using Pipeline.Export.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Export;

/// <summary>The states Plan, Segment and Finish of an export.</summary>
public sealed class ExportFunction(ExportLogic logic, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ExportResponse> Export(ExportRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        (received, token) => logic.RunAsync(received, CallTimeLimits.GetDeadline(context.RemainingTime), token),
        static (entry, received) => entry.Execution = received.Execution,
        (entry, response) => Describe(entry, request.Step, response));

    private static void Describe(CallLogEntry entry, ExportStep step, ExportResponse response)
    {
        entry.Outcome = step switch
        {
            ExportStep.Plan => "planned",
            ExportStep.Segment => response.Progress!.IsComplete ? "complete" : "to be continued",
            _ => "finished",
        };
        entry.Bytes = response.Progress?.Bytes ?? response.Finished?.Bytes;
    }
}
