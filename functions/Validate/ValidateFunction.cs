using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Validation;
using Pipeline.Lambda;

namespace Pipeline.Validate;

/// <summary>The state Validate: finds out what an upload is, whether to accept it, and which renditions to make.</summary>
public sealed class ValidateFunction(ImageValidator validator, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ValidateResponse> Validate(ValidateRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, validator.ValidateAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
