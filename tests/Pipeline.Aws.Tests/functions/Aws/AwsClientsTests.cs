using Amazon.Runtime;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Tests that change the environment of the process. They run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "environment of the process";
}

[Collection(ProcessEnvironment.Name)]
public sealed class AwsClientsTests
{
    [Fact]
    public void ClientsRetryInStandardModeAndHaveTimeouts()
    {
        Assert.All((ClientConfig[])[AwsClients.CreateS3Config(), AwsClients.CreateDynamoDbConfig()], config =>
        {
            Assert.Equal((RequestRetryMode.Standard, 4), (config.RetryMode, config.MaxErrorRetry));
            Assert.InRange(config.ConnectTimeout!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            Assert.InRange(config.Timeout!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        });
        Assert.False(AwsClients.CreateS3Config().ForcePathStyle);
    }

    /// <summary>The SDK's own variables, for a pipeline on an emulator.</summary>
    [Fact]
    public void EndpointsComeFromTheVariablesOfTheSdk()
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:4566",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:8000",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "key",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
        };
        var before = variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach (var (name, value) in variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            using var s3 = AwsClients.CreateS3();
            using var dynamoDb = AwsClients.CreateDynamoDb();

            Assert.StartsWith("http://127.0.0.1:4566", s3.DetermineServiceOperationEndpoint(new Amazon.S3.Model.ListBucketsRequest()).URL, StringComparison.Ordinal);
            Assert.StartsWith(
                "http://127.0.0.1:8000",
                dynamoDb.DetermineServiceOperationEndpoint(new Amazon.DynamoDBv2.Model.ListTablesRequest()).URL,
                StringComparison.Ordinal);
        }
        finally
        {
            foreach (var (name, value) in before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
