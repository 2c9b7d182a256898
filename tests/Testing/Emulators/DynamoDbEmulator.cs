using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws;

namespace Pipeline.Testing.Emulators;

/// <summary>DynamoDB, as far as an emulator goes.</summary>
public abstract class DynamoDbEmulator(string script, params string[] arguments) : Emulator(script, arguments)
{
    public AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>A new table with the keys and the index that the deployment gives it.</summary>
    public async Task<string> CreateTableAsync()
    {
        SkipIfUnavailable();
        var name = NewName();
        await Client.CreateTableAsync(CatalogueTableDescription.Of(name));
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
        // The first calls wake a virtual machine up, on a busy computer.
        config.Timeout = TimeSpan.FromSeconds(60);
        Client = new(Credentials, config);
    }

    protected override void Disconnect() => Client?.Dispose();
}

/// <summary>dynalite: in memory, for any machine with Node.js.</summary>
public sealed class Dynalite() : DynamoDbEmulator("dynalite.mjs");

/// <summary>AWS's own DynamoDB Local, where Java and a network namespace can be had.</summary>
public sealed class DynamoDbLocal() : DynamoDbEmulator("dynamodb-local.mjs", ArtifactsFolder("dynamodb-local"));
