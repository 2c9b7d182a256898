using Amazon.DynamoDBv2;
using Pipeline.Aws;

namespace Pipeline.Testing.Emulators;

/// <summary>An emulator of DynamoDB.</summary>
public abstract class DynamoDbEmulator(string script, params string[] arguments) : Emulator(script, arguments)
{
    public AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>Creates a table with the same keys and index as the deployment.</summary>
    public async Task<string> CreateTableAsync()
    {
        SkipIfUnavailable();
        var name = NewName();
        await Client.CreateTableAsync(CatalogueTableDescription.CreateRequest(name));
        while ((await Client.DescribeTableAsync(name)).Table is not { TableStatus.Value: "ACTIVE" })
        {
            await Task.Delay(20);
        }

        return name;
    }

    protected override void Connect()
    {
        var config = AwsClients.CreateDynamoDbConfig();
        config.ServiceURL = $"http://127.0.0.1:{Port}";
        config.AuthenticationRegion = "us-east-1";
        // The first calls warm up a Java virtual machine, possibly on a busy computer.
        config.Timeout = TimeSpan.FromSeconds(60);
        Client = new(Credentials, config);
    }

    protected override void Disconnect() => Client?.Dispose();
}

/// <summary>dynalite: in memory, on any machine with Node.js.</summary>
public sealed class Dynalite() : DynamoDbEmulator("dynalite.mjs");

/// <summary>AWS's own DynamoDB Local, on machines with Java and network namespaces.</summary>
public sealed class DynamoDbLocal() : DynamoDbEmulator("dynamodb-local.mjs", ArtifactsFolder("dynamodb-local"));
