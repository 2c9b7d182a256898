using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Lambda;

namespace Pipeline.Describe;

/// <summary>The state Describe: lets a model look at the picture that Resize made for it.</summary>
public sealed class DescribeFunction(ImageDescriber describer, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<DescribeResponse> Describe(DescribeRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, describer.DescribeAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
