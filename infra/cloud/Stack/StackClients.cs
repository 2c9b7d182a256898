using Amazon;
using Amazon.DynamoDBv2;
using Amazon.S3;
using Amazon.SQS;
using Amazon.StepFunctions;

namespace Pipeline.Cloud.Stack;

/// <summary>
/// Creates clients for the stack's region. The SDK finds credentials, profile and endpoints (<c>AWS_ENDPOINT_URL</c> and the variables
/// per service).
/// </summary>
internal static class StackClients
{
    public static AmazonStepFunctionsClient CreateStepFunctions(DeployedStack stack) => new(GetRegion(stack));

    public static AmazonS3Client CreateS3(DeployedStack stack) => new(GetRegion(stack));

    public static AmazonSQSClient CreateSqs(DeployedStack stack) => new(GetRegion(stack));

    public static AmazonDynamoDBClient CreateDynamoDB(DeployedStack stack) => new(GetRegion(stack));

    private static RegionEndpoint GetRegion(DeployedStack stack) => RegionEndpoint.GetBySystemName(stack.Region);
}
