using System.Text;
using Pipeline.Core.Webhooks;

namespace Pipeline.Tests.Core.Webhooks;

public sealed class WebhookSecretsTests
{
    /// <summary>The example that the libraries of Standard Webhooks test with.</summary>
    [Fact]
    public void SignatureIsThatOfTheSpecification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecrets.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void SeveralSecretsMayBeOnLinesOfTheirOwn()
    {
        var secrets = WebhookSecrets.Parse("  whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nwhsec_cGlwZWxpbmUtd2ViaG9vay1zZWNyZXQtMg==\n");

        Assert.Equal(2, secrets.Count);
        Assert.Equal(2, secrets.Sign("id", 1, "{}"u8)!.Split(' ').Length);
        Assert.Null(WebhookSecrets.None.Sign("id", 1, "{}"u8));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "does not begin with whsec_")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa_w", "is not in base64")]
    [InlineData("whsec_aHVudGVyMg==", "has 7 bytes")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw hunter2", "does not begin with whsec_")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw a b c d e", "There are 6 webhook secrets; 5 are allowed")]
    public void SecretThatCannotBeUsedIsRefusedWithoutNamingIt(string text, string problem)
    {
        var exception = Assert.Throws<InvalidWebhookSecretException>(() => WebhookSecrets.Parse(text));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MfKQ", exception.Message, StringComparison.Ordinal);
    }
}
