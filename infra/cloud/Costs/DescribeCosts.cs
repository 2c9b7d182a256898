using Pipeline.Core.Costs;

namespace Pipeline.Cloud.Costs;

/// <summary>What it costs to describe images. Nearly all of it is the model.</summary>
internal static class DescribeCosts
{
    /// <summary>
    /// Tokens of a picture of 800 × 800 pixels with Amazon Nova, which enlarges it to 900 × 900. Other models count less: Claude width × height / 750, 640 for
    /// 800 × 600. Sources: Amazon Nova User Guide, "Image understanding"; Anthropic, "Vision".
    /// </summary>
    public const decimal PictureTokens = 1_300;

    /// <summary>Tokens of the instructions and the schema: an estimate.</summary>
    public const decimal PromptTokens = 700;

    /// <summary>Tokens of an answer: the text in one language, and all the rest. Estimates.</summary>
    public const decimal TextTokens = 60, AnswerTokens = 60;

    /// <summary>Milliseconds that a model takes to answer: an assumption.</summary>
    public const decimal Wait = 2_500;

    private const decimal LogKilobytes = 2;

    /// <param name="settings">Settings of the stack.</param>
    /// <param name="duration">Price of a GB-s.</param>
    public static IEnumerable<CostLine> List(CostSettings settings, Price duration)
    {
        if (settings.Describe is not { } describe)
        {
            yield break;
        }

        var call = CostModel.CreateCall("Describe", describe.Memory, isProvisioned: false, codec: 0, Wait, settings.SnapStart);
        if (describe is { InputPrice: { } input, OutputPrice: { } output })
        {
            yield return Image("Bedrock: tokens that the model reads", PictureTokens + PromptTokens, Prices.OfTokens(input, "read"));
            yield return Image("Bedrock: tokens that the model writes", AnswerTokens + (describe.Languages * TextTokens), Prices.OfTokens(output, "written"));
        }

        if (settings.StateMachineType != CostSettings.Express)
        {
            yield return Image("Step Functions, Standard: state transitions to describe", 1, Prices.Transitions);
        }
        else
        {
            yield return Image("Step Functions, Express: GB-s of 64 MB to describe", Wait / 1000 * 64 / 1024, Prices.ExpressDuration);
        }

        yield return Image("Lambda: calls to describe", 1, Prices.Calls);
        yield return Image($"Lambda, {settings.Architecture}: GB-s to describe, while the model takes 2.5 s", call.GigabyteSeconds, duration);
        yield return Image("S3: PUT of the picture for the model, LIST to remove it", 2, Prices.Puts);
        yield return Image("S3: GET of the picture for the model", 1, Prices.Gets);
        yield return Image("DynamoDB, on demand: write units of the budget", 1, Prices.Writes);
        yield return Image("CloudWatch: MB of logs of Describe, 2 kB a call", LogKilobytes / 1_000, Prices.Logs);
    }

    private static CostLine Image(string name, decimal amount, Price price) => new(CostPeriod.Image, name, amount, price);
}
