using Amazon;
using Amazon.DynamoDBv2;
using Amazon.S3;
using Amazon.StepFunctions;

namespace Pipeline.Cloud.Stack;

/// <summary>
/// Clients for the stack's region. Credentials, profile and endpoints (<c>AWS_ENDPOINT_URL</c> and its kin) are found as the SDK
/// finds them.
/// </summary>
internal static class StackClients
{
    public static AmazonStepFunctionsClient StepFunctions(DeployedStack stack) => new(Region(stack));

    public static AmazonS3Client S3(DeployedStack stack) => new(Region(stack));

    public static AmazonDynamoDBClient DynamoDB(DeployedStack stack) => new(Region(stack));

    private static RegionEndpoint Region(DeployedStack stack) => RegionEndpoint.GetBySystemName(stack.Region);
}
