using System.Net;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Models;
using Pipeline.Core.Describing;

namespace Pipeline.Aws;

/// <summary>
/// Asks a model of Amazon Bedrock by its Converse API, which is the same for all models. The picture and the instructions are all that is sent, and
/// Bedrock stores neither.
/// </summary>
/// <param name="http">Client; the caller disposes it. Its time limit is that of an answer.</param>
/// <param name="region">Region that is called. An inference profile may pass the call on to another one.</param>
/// <param name="credentials">Credentials of the function's role.</param>
/// <param name="time">Clock.</param>
/// <param name="service">Bedrock; tests set its address.</param>
/// <seealso href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"/>
public sealed class BedrockVisionModel(HttpClient http, RegionEndpoint region, AWSCredentials credentials, TimeProvider time, AwsRestService? service = null) : IVisionModel
{
    private readonly AwsRestClient _client = new(http, service ?? AwsRestService.BedrockRuntime, region, credentials, time);

    /// <inheritdoc/>
    /// <exception cref="ModelAccessDeniedException">The role or the account may not call the model.</exception>
    /// <exception cref="ModelUnusableException">The model is not in the region, or cannot do what it is asked for.</exception>
    public async Task<ModelResponse> DescribeAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.PostAsync(
                "Converse", $"/model/{Uri.EscapeDataString(settings.Model)}/converse", ConverseRequest.Create(jpeg, settings), cancellationToken);
            return ConverseResponse.Read(answer, settings);
        }
        catch (AmazonServiceException exception) when (IsThrottled(exception))
        {
            throw new ModelThrottledException($"{settings.Model} in {region.SystemName} has too much to do: {exception.Message}", exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "AccessDeniedException")
        {
            throw new ModelAccessDeniedException(settings.Model, region.SystemName, exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ValidationException" or "ResourceNotFoundException")
        {
            throw new ModelUnusableException(settings.Model, region.SystemName, exception);
        }
    }

    private static bool IsThrottled(AmazonServiceException exception) =>
        exception.ErrorCode is "ThrottlingException" or "ModelNotReadyException" or "ServiceUnavailableException"
        || exception.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
