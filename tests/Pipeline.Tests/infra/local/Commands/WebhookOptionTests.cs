using System.CommandLine;
using System.Net;
using Pipeline.Core.Webhooks;
using Pipeline.Local.Commands;
using Pipeline.Local.Serving;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

public sealed class WebhookOptionTests
{
    /// <summary>What can set the webhook of a host on loopback runs on this machine.</summary>
    [Theory]
    [InlineData(null, false, true, false)]
    [InlineData("127.0.0.1", false, true, false)]
    [InlineData("0.0.0.0", false, false, false)]
    [InlineData(null, true, true, true)]
    [InlineData("0.0.0.0", true, true, true)]
    public void LoopbackIsAllowedUnlessOtherMachinesMaySetTheWebhook(string? listen, bool allows, bool allowsLoopback, bool allowsPrivate)
    {
        var option = new WebhookOption();
        var command = new Command("serve");
        option.AddTo(command);

        var options = option.Read(command.Parse(allows ? ["--webhook-allow-private"] : []), new HostAccess { Address = listen is null ? null : IPAddress.Parse(listen) });

        Assert.Equal(new AddressRules(allowsLoopback, allowsPrivate), options.Addresses);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("whsec_hunter2")]
    public async Task SecretThatCannotBeUsedStopsTheStart(string secret)
    {
        using var program = new PipelineProgram(environment: new Dictionary<string, string> { [WebhookOption.SecretVariable] = secret });

        var run = await program.RunAsync("serve", "--port", "0");

        run.AssertUsageError("The environment variable PIPELINE_WEBHOOK_SECRET cannot be used.", "openssl rand -base64 32");
        Assert.DoesNotContain("hunter2", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(program.DataFolder));
    }
}
